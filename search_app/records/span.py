"""A stretch of a text."""

Span = tuple[int, int]
"""First character and the one behind the last, counted from 0."""
