"""Collections with judgements, read alike by training, evaluation, tuning and mining."""
