"""The one object the page and the command line talk to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Self

from search_app.collections.catalog import Catalog
from search_app.collections.model_identity import fingerprints
from search_app.engine.generation_pool import GenerationPool
from search_app.engine.models import Models
from search_app.engine.open_collection import OpenCollection
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.search_engine import SearchEngine
from search_app.errors import NotFoundError, SearchAppError
from search_app.in_document import InDocumentHit, reading_rule, search_document
from search_app.ranking.profile import Profile
from search_app.ranking.profile_file import SHIPPED, read_profile
from search_app.records import Document, SearchFilter
from search_app.stores import choose_host

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
    """Searches any collection of a data directory. Thread-safe; loads on first use, closed after a `with`.

    Args:
        settings: Read once by the caller.
    """

    def __init__(self, settings: "Settings") -> None:
        self._settings = settings
        self._catalog = Catalog(settings.data_dir)
        self._host = choose_host(settings)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="search-app")
        self._profile = read_profile(settings.profile, settings.data_dir / "profiles")
        self.models = Models(
            settings.dense_bundle, settings.sparse_bundle, settings.cross_encoder_bundle, settings.threads
        )
        self._engine = SearchEngine(self.models, self._profile, self._pool)
        self._generations = GenerationPool(self._catalog.current_id, self._open)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def profile(self) -> Profile:
        """The profile in force."""
        return self._profile

    def collections(self) -> list[CollectionSummary]:
        """Every collection, those that cannot be read included."""
        return [self._summary(name) for name in self._catalog.names()]

    def profiles(self) -> tuple[str, ...]:
        """Names `open` takes: the one in force first, then the user's own and the shipped ones."""
        own = self._settings.data_dir / "profiles"
        names = {path.stem for folder in (own, SHIPPED) for path in folder.glob("*.toml")}
        return (self._profile.name, *sorted(names - {self._profile.name}))

    def profile_named(self, name: str | None) -> Profile:
        """Return a profile; None is the one in force. A user's own is read anew, so `tune` takes effect.

        Raises:
            NotFoundError: When there is no profile of that name; lists those there are.
            BadInputError: When its file cannot be used.
        """
        if name is None or name == self._profile.name:
            return self._profile
        if name not in self.profiles():
            raise NotFoundError(
                f"no profile {name[:80]!r}", f"one of {', '.join(self.profiles())}", "choose one of these"
            )
        return read_profile(name, self._settings.data_dir / "profiles")

    def open(
        self, collection: str, profile: str | Profile | None = None, within: SearchFilter | None = None
    ) -> OpenCollection:
        """Return a collection as a profile searches it; each call reads the generation published then.

        Args:
            collection: Its name. Whether it exists is seen when it is asked.
            profile: A profile, or the name of one, see `profiles`; None for the one in force.
            within: A filter that every call is held to, see `OpenCollection`.

        Raises:
            NotFoundError: When there is no such profile; lists those that exist.
            BadInputError: When its file cannot be used.
        """
        chosen = profile if isinstance(profile, Profile) else self.profile_named(profile)
        return OpenCollection(collection, chosen, self._catalog, self._generations, self._engine_with, within)

    def in_document(
        self,
        document: Document,
        question: str,
        limit: int = 5,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[InDocumentHit, ...]:
        """Search inside one document; arguments and errors as for `search_app.in_document.search_document`.

        Needs no collection: the document is split and read by the cross-encoder there and then.
        """
        reranker = self.models.reranker()
        rule = reading_rule(question, reranker)
        return search_document(document, question, reranker, rule, limit, progress)

    def close(self) -> None:
        """Release everything; a lane that is still running is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._generations.close()

    def _engine_with(self, profile: Profile) -> SearchEngine:
        if profile is self._profile:
            return self._engine
        return SearchEngine(self.models, profile, self._pool)

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
        generation = self._catalog.generation(name, generation_id)
        store = generation.open_vectors(self._host)
        made_with = fingerprints(generation.manifest.models)
        return OpenGeneration(name, generation_id, made_with, store, generation.open_lucene)
