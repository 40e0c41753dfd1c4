"""Synthetic queries: train a generator, sample queries for passages, keep those that find their passage."""
