"""The one object the page and the command line talk to."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from search_app.collections.catalog import Catalog
from search_app.engine.generation_pool import GenerationPool
from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.profile import Profile, read_profile
from search_app.engine.search_engine import SearchEngine
from search_app.errors import SearchAppError
from search_app.records import Answer, Query

if TYPE_CHECKING:
    from search_app.settings import Settings

_THREADS = (
    16  # lanes mostly wait inside native code; two full searches and a late lane must not starve others
)


@dataclass(frozen=True, slots=True)
class CollectionSummary:
    """What is worth knowing about a collection at a glance.

    Attributes:
        name: Its name.
        documents: Documents in the published generation.
        passages: Passages in the published generation.
        created: When the generation was published (UTC), or None when unreadable.
        generation: Its identifier.
        models: {lane: model name}.
        problem: One sentence when the collection cannot be searched, else None.
    """

    name: str
    documents: int = 0
    passages: int = 0
    created: datetime | None = None
    generation: str = ""
    models: dict[str, str] = field(default_factory=dict)
    problem: str | None = None


class SearchService:
    """Searches any collection of a data directory. Thread-safe; loads on first use.

    Args:
        settings: Read once by the caller.
    """

    def __init__(self, settings: "Settings") -> None:
        self._settings = settings
        self._catalog = Catalog(settings.data_dir)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="search-app")
        self._profile = read_profile(settings.profile)
        self.models = Models(
            settings.dense_bundle, settings.sparse_bundle, settings.cross_encoder_bundle, settings.threads
        )
        self._engine = SearchEngine(self.models, self._profile, self._pool)
        self._generations = GenerationPool(self._catalog.current_id, self._open)

    @property
    def profile(self) -> Profile:
        """The profile in force."""
        return self._profile

    def lanes(self, collection: str) -> tuple[str, ...]:
        """Names of the lanes the profile asks of a collection.

        Raises:
            NotFoundError: When there is no such collection.
        """
        self._catalog.current_id(collection)
        return self._profile.lanes

    def collections(self) -> list[CollectionSummary]:
        """Every collection, those that cannot be read included."""
        return [self._summary(name) for name in self._catalog.names()]

    def search(self, collection: str, query: Query) -> Answer:
        """Answer a query from the generation published now.

        Raises:
            NotFoundError: When there is no such collection; lists those that exist.
            CorruptError: When its files are damaged.
            UnavailableError: When no lane could answer.
        """
        with self._generations.borrow(collection) as generation:
            return self._engine.search(generation, query)

    def warm(self, collection: str) -> None:
        """Load models, open the stores and start the Java machine, in parallel."""
        with self._generations.borrow(collection) as generation:
            self._engine.warm(generation, Query("warm"))

    @contextmanager
    def borrow(self, collection: str) -> Iterator[OpenGeneration]:
        """Lend the published generation, for jobs that read the lanes themselves."""
        with self._generations.borrow(collection) as generation:
            yield generation

    def close(self) -> None:
        """Release everything; a lane that is still running is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._generations.close()

    def _summary(self, name: str) -> CollectionSummary:
        try:
            manifest = self._catalog.current_generation(name).manifest
        except SearchAppError as error:
            return CollectionSummary(name, problem=str(error))
        models = {lane: model.name for lane, model in manifest.models.items()}
        return CollectionSummary(
            name,
            manifest.documents,
            manifest.passages,
            datetime.fromisoformat(manifest.created),
            manifest.generation,
            models,
        )

    def _open(self, name: str, generation_id: str) -> OpenGeneration:
        from search_app.lucene.searcher import LuceneSearcher
        from search_app.stores import open_store

        generation = self._catalog.generation(name, generation_id)
        key = self._settings.qdrant_api_key
        store = open_store(
            generation.vectors_path,
            generation.manifest.store,
            self._settings.qdrant_url,
            key.get_secret_value() if key else None,
        )
        fingerprints = {lane: model.fingerprint for lane, model in generation.manifest.models.items()}
        return OpenGeneration(
            name, generation_id, fingerprints, store, lambda: LuceneSearcher(generation.lucene_path)
        )
