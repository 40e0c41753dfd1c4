"""Training data: BEIR folders, pair and triple files, weighted mixtures."""
