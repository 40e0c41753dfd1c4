"""Retrieval quality by ir_measures, with bootstrap confidence intervals."""
