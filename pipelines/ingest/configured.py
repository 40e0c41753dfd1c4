"""The ingest job with the models and the store that the settings name."""

from pipelines.ingest.encoding_models import EncodingModels, load_encoding_models
from pipelines.ingest.engine import Engine
from pipelines.ingest.options import IngestOptions
from pipelines.ingest.outcome import IngestOutcome
from pipelines.ingest.progress import Progress
from pipelines.ingest.update import ingest
from pipelines.readers import Reader
from search_app.lucene.jvm import prepare_jvm
from search_app.settings import Settings
from search_app.stores import choose_host

_LONG_SECONDS = 20.0
"""After a job that took this long, four seconds more for faster starts of Java do not show."""


def models_of(settings: Settings) -> EncodingModels:
    """Open the bundles the settings name; errors as for `load_encoding_models`."""
    return load_encoding_models(settings.dense_bundle, settings.sparse_bundle, settings.threads)


def ingest_configured(
    source: Reader,
    collection: str,
    settings: Settings,
    *,
    models: EncodingModels | None = None,
    options: IngestOptions | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> IngestOutcome:
    """Bring a collection up to date with a source; see `pipelines.ingest.update.ingest`.

    A long job leaves what lets Java start in half the time from then on; see `prepare_jvm`.

    Args:
        source: A reader.
        collection: Its name.
        settings: Say where collections live, what encodes and where the vectors are.
        models: Those of `models_of`, when they are open already.
        options: Choices; see `IngestOptions`.
        engine: What reads and encodes; this process by default.
        progress: Hears how far the job has come.
    """
    outcome = ingest(
        source,
        collection,
        data_dir=settings.data_dir,
        models=models or models_of(settings),
        host=choose_host(settings),
        options=options,
        engine=engine,
        progress=progress,
    )
    if outcome.seconds["total"] > _LONG_SECONDS:
        prepare_jvm()
    return outcome
