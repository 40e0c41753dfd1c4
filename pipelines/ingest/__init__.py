"""Ingest: from a source to a published generation of a collection."""

from pipelines.ingest.job import ingest
from pipelines.ingest.models import EncodingModels
from pipelines.ingest.options import IngestOptions
from pipelines.ingest.outcome import IngestOutcome
from pipelines.ingest.rows import ingest_rows

__all__ = ["EncodingModels", "IngestOptions", "IngestOutcome", "ingest", "ingest_rows"]
