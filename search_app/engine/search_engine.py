"""The search itself: live lists, the ranking, texts, explanations."""

from concurrent.futures import ThreadPoolExecutor

from search_app.engine.explanation import explain_reranking, explain_results
from search_app.engine.live_lists import LiveLists
from search_app.engine.live_reader import LiveReader
from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.trace import Trace
from search_app.errors import SearchAppError
from search_app.ranking.profile import Profile
from search_app.ranking.program import rank
from search_app.ranking.stopwatch import Stopwatch
from search_app.records import Answer, Query, Result


class SearchEngine:
    """Answers queries over open generations. Thread-safe.

    Args:
        models: Where encoders and the reranker come from.
        profile: How answers are ranked.
        pool: Threads the lanes run in.
    """

    def __init__(self, models: Models, profile: Profile, pool: ThreadPoolExecutor) -> None:
        self.models = models
        self.profile = profile
        self._pool = pool

    def search(self, generation: OpenGeneration, query: Query) -> Answer:
        """Return the answer; lanes that failed are named in `Answer.degraded`.

        Raises:
            BadInputError: When the query names a lane that does not exist.
            UnavailableError: When every lane failed.
        """
        return self.search_traced(generation, query)[0]

    def search_traced(self, generation: OpenGeneration, query: Query) -> tuple[Answer, Trace | None]:
        """Return the answer and the stages it came through; None for a blank query. Raises as `search`."""
        watch = Stopwatch()
        profile = self.profile.asked(query)
        if query.is_blank:
            blank = Answer(query, (), timings_ms=watch.timings(), generation=generation.generation_id)
            return blank, None
        trace = self._traced(generation, query, profile, watch)
        results = trace.results(query.limit)
        if query.explain:
            with watch.stage("explain"):
                results = self._explain(generation, query, results, trace)
        fused = trace.ranked.fused
        answer = Answer(
            query,
            results,
            fused.rankings,
            watch.timings(),
            trace.degraded,
            generation.generation_id,
            fused.feedback,
            trace.ranked.rerank_share,
        )
        return answer, trace

    def trace(self, generation: OpenGeneration, query: Query) -> Trace:
        """Return all stages of a search whole, for those who ask why; raises as `search`."""
        return self._traced(generation, query, self.profile.asked(query), Stopwatch())

    def warm(self, generation: OpenGeneration, query: Query) -> None:
        """Load everything `query` needs, in parallel; failures show up in the search itself."""
        self._opened(generation, query, self.profile.asked(query))

    def _opened(
        self, generation: OpenGeneration, query: Query, profile: Profile
    ) -> tuple[LiveLists, LiveReader]:
        lists = LiveLists(generation, self.models, self._pool, profile, query)
        reader = LiveReader(generation, query)
        loading = reader.loading(self.models, self._pool) if profile.rerank else None
        lists.load()
        if loading:
            loading.result()
        return lists, reader

    def _traced(self, generation: OpenGeneration, query: Query, profile: Profile, watch: Stopwatch) -> Trace:
        with watch.stage("load"):
            lists, reader = self._opened(generation, query, profile)
        ranked = rank(profile, lists, reader, query.limit, watch)
        failed = {ranking.lane: ranking.failure for ranking in ranked.fused.rankings if ranking.failure}
        return Trace(
            ranked=ranked,
            lanes=lists.lanes,
            reranker=reader.reranker,
            passages=reader.passages,
            degraded={**failed, **reader.failures},
        )

    def _explain(
        self, generation: OpenGeneration, query: Query, results: tuple[Result, ...], trace: Trace
    ) -> tuple[Result, ...]:
        try:
            explained = explain_results(query, results, trace.lanes, generation.store)
            if trace.reranker is None or not query.explain_rerank:
                return explained
            return explain_reranking(query, explained, trace.reranker)
        except SearchAppError as error:
            trace.degraded["explain"] = str(error)
            return results
