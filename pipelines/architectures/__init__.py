"""Model heads that sentence-transformers does not have, as modules it can train, save and load."""
