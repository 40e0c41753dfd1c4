"""Filters on metadata: their text, their plan, and what of a value they compare."""
