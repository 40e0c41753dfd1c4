"""Measurements behind the figures of the README; run with `python -m benchmarks`."""

import search_app  # noqa: F401  # switches telemetry off before a module here loads what reports
