"""The collection an evaluation searches: taken as it is, or made from the data set first."""

import re
from pathlib import Path

from pipelines.ingest import IngestOptions
from pipelines.ingest.configured import ingest_configured, models_of
from pipelines.ingest.progress import Progress
from pipelines.judged.evaluation_set import EvaluationSet
from search_app.collections import Catalog
from search_app.errors import NotFoundError
from search_app.settings import Settings


def collection_name(dataset: str) -> str:
    """Return a name a collection may have, made from a data set's."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", Path(dataset).name).strip("-")[:60].lower() or "evaluated"


def ensure_collection(
    entry: EvaluationSet, collection: str | None, settings: Settings, progress: Progress | None = None
) -> str:
    """Return the name of a collection that holds the data set's documents, ingesting them if need be.

    A collection made from this very data set with other models is made anew. Any other collection is
    searched as it is.

    Raises:
        NotFoundError: When there is no such collection and the data set brings no documents.
    """
    catalog = Catalog(settings.data_dir)
    name = collection or collection_name(entry.name)
    exists = catalog.exists(name)
    if entry.open_documents is None:
        if not exists:
            raise catalog.unknown(name)
        return name
    models = models_of(settings)
    documents = entry.open_documents()
    if exists:
        manifest = catalog.current_generation(name).manifest
        stored = {lane: model.fingerprint for lane, model in manifest.models.items()}
        current = {lane: model.fingerprint for lane, model in models.identities.items()}
        if stored == current or documents.source not in manifest.sources:
            return name
    outcome = ingest_configured(
        documents, name, settings, models=models, options=IngestOptions(recreate=exists), progress=progress
    )
    if not outcome.documents:
        raise NotFoundError(f"data set {entry.name} holds no document", "documents to search")
    return name
