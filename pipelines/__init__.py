"""Jobs: ingest, train, export, evaluate, tune. They use search_app, which does not know them."""

import search_app  # noqa: F401  # switches telemetry off before a module here loads what reports
