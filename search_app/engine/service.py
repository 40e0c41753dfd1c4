"""The one object the page and the command line talk to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Self

from search_app.collections.catalog import Catalog
from search_app.collections.generation import Generation
from search_app.collections.model_identity import fingerprints
from search_app.engine.document import rebuild, stored_passages
from search_app.engine.explanation import explain_report
from search_app.engine.facets import count_facets
from search_app.engine.generation_pool import GenerationPool
from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.search_engine import SearchEngine
from search_app.engine.stage_lists import StageList, stage_lists
from search_app.engine.why import why
from search_app.errors import NotFoundError, SearchAppError
from search_app.in_document import InDocumentHit, reading_rule, search_document
from search_app.protocols import Facets
from search_app.ranking.profile import Profile
from search_app.ranking.profile_file import SHIPPED, read_profile
from search_app.records import Answer, Document, FieldType, Passage, Query, Result, SearchFilter, WhyReport
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

    def lanes(self, collection: str, profile: str | None = None) -> tuple[str, ...]:
        """Names of the lanes a profile asks of a collection.

        Raises:
            NotFoundError: When there is no such collection or profile.
        """
        self._catalog.current_id(collection)
        return self.profile_named(profile).every_lane

    def collections(self) -> list[CollectionSummary]:
        """Every collection, those that cannot be read included."""
        return [self._summary(name) for name in self._catalog.names()]

    def profiles(self) -> tuple[str, ...]:
        """Names `search` takes: the one in force first, then the user's own and the shipped ones."""
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

    def search(self, collection: str, query: Query, profile: str | None = None) -> Answer:
        """Answer a query from the generation published now.

        Args:
            collection: Where to search.
            query: What to search for.
            profile: Name of the profile, see `profiles`; None for the one in force.

        Raises:
            NotFoundError: When there is no such collection or profile; lists those that exist.
            CorruptError: When its files are damaged.
            UnavailableError: When no lane could answer.
        """
        engine = self._engine_for(profile)
        with self._generations.borrow(collection) as generation:
            return engine.search(generation, query)

    def stages(
        self, collection: str, query: Query, profile: str | None = None
    ) -> tuple[Answer, tuple[StageList, ...]]:
        """Answer a query and return the head of every stage's list beside it; arguments as for `search`."""
        engine = self._engine_for(profile)
        with self._generations.borrow(collection) as generation:
            answer, trace = engine.search_traced(generation, query)
            lists = stage_lists(trace, generation.store, query.limit)
        return answer, lists

    def why(
        self,
        collection: str,
        query: Query,
        document_id: str,
        versus: str | None = None,
        profile: str | None = None,
    ) -> WhyReport:
        """Say why a document stands where it stands or is not there, see `search_app.engine.why.why`.

        An unknown document is a report that says so; `profile` as for `search`.

        Raises:
            NotFoundError: When there is no such collection or profile; lists those that exist.
            BadInputError: When the question is blank, or both documents are the same.
            UnavailableError: When no lane could answer.
        """
        chosen = self.profile_named(profile)
        with self._generations.borrow(collection) as generation:
            return why(self._engine_with, chosen, generation, query, document_id, versus)

    def explain(
        self, collection: str, query: Query, report: WhyReport, profile: str | None = None
    ) -> Result | None:
        """Explain the passage of a report, see `search_app.engine.explain_report`; raises as `why`."""
        chosen = self.profile_named(profile)
        with self._generations.borrow(collection) as generation:
            return explain_report(query, report, generation, self.models, chosen)

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

    def generation(self, collection: str) -> Generation:
        """Return the published generation as it lies on disk; raises as `Catalog.current_generation`."""
        return self._catalog.current_generation(collection)

    def fields(self, collection: str) -> Mapping[str, FieldType]:
        """Metadata fields of a collection: {name: "keyword", "keywords", "number" or "flag"}."""
        return self.generation(collection).manifest.fields

    def facets(
        self, collection: str, fields: Sequence[str], where: SearchFilter | None = None, limit: int = 20
    ) -> Facets:
        """Count the values of metadata fields, see `search_app.engine.facets.count_facets`."""
        with self._generations.borrow(collection) as generation:
            return count_facets(generation.store, fields, where, limit)

    def passages(self, collection: str, document_id: str) -> tuple[Passage, ...]:
        """Return the passages of a document in order; raises `NotFoundError` when there is none."""
        with self._generations.borrow(collection) as generation:
            return stored_passages(generation.store, document_id)

    def document(self, collection: str, document_id: str) -> Document:
        """Return a whole document, see `search_app.engine.document.rebuild`; raises as `passages`."""
        return rebuild(self.passages(collection, document_id))

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

    def _engine_for(self, profile: str | None) -> SearchEngine:
        chosen = self.profile_named(profile)
        return self._engine if chosen is self._profile else self._engine_with(chosen)

    def _engine_with(self, profile: Profile) -> SearchEngine:
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
