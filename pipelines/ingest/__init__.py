"""Ingest: from a source to a published generation of a collection."""

from pipelines.ingest.encoding_models import EncodingModels
from pipelines.ingest.from_program import ingest_rows
from pipelines.ingest.options import IngestOptions
from pipelines.ingest.outcome import IngestOutcome
from pipelines.ingest.update import ingest

__all__ = ["EncodingModels", "IngestOptions", "IngestOutcome", "ingest", "ingest_rows"]
