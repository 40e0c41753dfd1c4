"""One collection as one profile searches it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from search_app.collections.catalog import Catalog
from search_app.collections.generation import Generation
from search_app.engine.document import no_document, rebuild, stored_passages
from search_app.engine.explanation import explain_report
from search_app.engine.facets import both, count_facets
from search_app.engine.filter_check import failed_conditions
from search_app.engine.generation_pool import GenerationPool
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.search_engine import SearchEngine
from search_app.engine.stage_lists import StageList, stage_lists
from search_app.engine.why import why
from search_app.protocols import Facets
from search_app.ranking.profile import Profile
from search_app.records import Answer, Document, FieldType, Passage, Query, Result, SearchFilter, WhyReport


class OpenCollection:
    """What `SearchService.open` returns. Thread-safe; holds nothing open between calls.

    Every method raises `NotFoundError` when there is no such collection, and lists those that exist, and
    `CorruptError` when its files are damaged.

    Args:
        name: Of the collection.
        profile: What ranks.
        catalog: Finds its generations.
        generations: Lends the one that is published.
        engine_with: Makes an engine for a profile.
        within: A filter that every call is held to: what does not pass it is not there. Term statistics
            and field names stay those of the whole collection.
    """

    def __init__(
        self,
        name: str,
        profile: Profile,
        catalog: Catalog,
        generations: GenerationPool,
        engine_with: Callable[[Profile], SearchEngine],
        within: SearchFilter | None = None,
    ) -> None:
        self.name, self.profile, self.within = name, profile, within
        self._catalog, self._generations, self._engine_with = catalog, generations, engine_with
        self._engine = engine_with(profile)

    def search(self, query: Query) -> Answer:
        """Answer a query.

        Raises:
            UnavailableError: When no lane could answer.
        """
        with self._generations.borrow(self.name) as generation:
            return self._engine.search(generation, self._held(query))

    def stages(self, query: Query) -> tuple[Answer, tuple[StageList, ...]]:
        """Answer a query and return the head of every stage's list beside it; raises as `search`."""
        with self._generations.borrow(self.name) as generation:
            answer, trace = self._engine.search_traced(generation, self._held(query))
            lists = stage_lists(trace, generation.store, query.limit)
        return answer, lists

    def why(self, query: Query, document_id: str, versus: str | None = None) -> WhyReport:
        """Say why a document stands where it stands or is not there, see `search_app.engine.why.why`.

        An unknown document is a report that says so.

        Raises:
            NotFoundError: When one is not within reach of a collection that is held to a filter.
            BadInputError: When the question is blank, or both documents are the same.
            UnavailableError: When no lane could answer.
        """
        for asked in filter(None, (document_id, versus) if self.within else ()):
            self.passages(asked)
        with self._generations.borrow(self.name) as generation:
            return why(self._engine_with, self.profile, generation, self._held(query), document_id, versus)

    def explain(self, query: Query, report: WhyReport) -> Result | None:
        """Explain the passage of a report, see `search_app.engine.explanation`; raises as `why`."""
        with self._generations.borrow(self.name) as generation:
            return explain_report(self._held(query), report, generation, self._engine.models, self.profile)

    def lanes(self) -> tuple[str, ...]:
        """Names of the lanes that the profile asks of this collection."""
        self._catalog.current_id(self.name)
        return self.profile.every_lane

    def generation(self) -> Generation:
        """Return the published generation as it lies on disk."""
        return self._catalog.current_generation(self.name)

    def fields(self) -> Mapping[str, FieldType]:
        """Metadata fields with their types."""
        return self.generation().manifest.fields

    def facets(self, fields: Sequence[str], where: SearchFilter | None = None, limit: int = 20) -> Facets:
        """Count the values of metadata fields, see `search_app.engine.facets.count_facets`."""
        with self._generations.borrow(self.name) as generation:
            return count_facets(generation.store, fields, where, limit, self.within)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Return the passages of a document in order; raises `NotFoundError` when there is none."""
        with self._generations.borrow(self.name) as generation:
            found = stored_passages(generation.store, document_id)
        if failed_conditions(self.within, found[0].metadata):
            raise no_document(document_id)
        return found

    def document(self, document_id: str) -> Document:
        """Return a whole document, see `search_app.engine.document.rebuild`; raises as `passages`."""
        return rebuild(self.passages(document_id))

    def warm(self) -> None:
        """Load models, open the stores and start the Java machine, in parallel."""
        with self._generations.borrow(self.name) as generation:
            self._engine.warm(generation, Query("warm"))

    @contextmanager
    def borrow(self) -> Iterator[OpenGeneration]:
        """Lend the published generation, for jobs that read the lanes themselves."""
        with self._generations.borrow(self.name) as generation:
            yield generation

    def _held(self, query: Query) -> Query:
        return query if self.within is None else replace(query, filter=both(self.within, query.filter))
