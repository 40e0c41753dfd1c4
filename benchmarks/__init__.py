"""Measurements behind the figures of the README; run with `python -m benchmarks`."""
