"""Models of others: from a folder of sentence-transformers to a checked bundle, without a recipe."""
