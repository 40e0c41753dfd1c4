"""The search itself: lanes, fusion, texts, reranking, explanation."""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from search_app.engine.lane_runner import failed_ranking, run_lanes
from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.profile import FEEDBACK, Profile, check_lanes
from search_app.engine.stopwatch import Stopwatch
from search_app.engine.trace import Trace
from search_app.errors import SearchAppError, UnavailableError
from search_app.explain.explainer import explain_reranking, explain_results
from search_app.fusion import LaneParts, blend, fusion_parts, summed
from search_app.lanes import open_feedback_lane
from search_app.protocols import Lane, Reranker
from search_app.records import Answer, FeedbackSource, Hit, Passage, Query, Ranking, Reading, Result
from search_app.rerankers.readings import readings

_log = logging.getLogger(__name__)


class SearchEngine:
    """Answers queries over open generations. Thread-safe.

    Args:
        models: Where encoders and the reranker come from.
        profile: Lanes, depths, fusion and blend.
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
        watch = Stopwatch()
        check_lanes(query.lanes or ())
        if query.is_blank:
            return Answer(query, (), timings_ms=watch.timings(), generation=generation.generation_id)
        trace = self.trace(generation, query, watch)
        results = trace.results(query.limit)
        if query.explain:
            with watch.stage("explain"):
                results = self._explain(generation, query, results, trace)
        return Answer(
            query,
            results,
            tuple(trace.rankings),
            watch.timings(),
            trace.degraded,
            generation.generation_id,
            trace.feedback,
            trace.rerank_share,
        )

    def trace(self, generation: OpenGeneration, query: Query, watch: Stopwatch | None = None) -> Trace:
        """Return all stages of a search whole, for those who ask why; raises as `search`."""
        watch = watch or Stopwatch()
        lanes, reranker, rankings, degraded = self._ask_lanes(generation, query, watch)
        with watch.stage("fuse"):
            parts = self._parts(rankings)
            fused = summed(parts)
        feedback: tuple[FeedbackSource, ...] = ()
        if fused and FEEDBACK in self._lanes(query):
            with watch.stage("feedback"):
                feedback, ranking = self._ask_feedback(generation, query, fused, lanes)
                rankings.append(ranking)
            if ranking.failure:
                degraded[FEEDBACK] = ranking.failure
            with watch.stage("fuse"):
                parts = self._parts(rankings)
                fused = summed(parts)
        with watch.stage("fetch"):
            wanted = fused[: max(query.limit, self._rerank_depth(query))]
            passages = _fetch(generation, wanted, degraded)
            head = [hit for hit in wanted if hit.passage_id in passages]
        with watch.stage("rerank"):
            found = self._rerank(reranker, query, head, passages, degraded)
        rule = self.profile.blend_rule
        final = blend(head, found, rule) if found else head
        return Trace(
            lanes, reranker, rankings, parts, fused, head, passages, found, rule, final, degraded, feedback
        )

    def warm(self, generation: OpenGeneration, query: Query) -> None:
        """Load everything `query` needs, in parallel; failures show up in the search itself."""
        self._load(generation, query)

    def _ask_lanes(
        self, generation: OpenGeneration, query: Query, watch: Stopwatch
    ) -> tuple[dict[str, Lane], Reranker | None, list[Ranking], dict[str, str]]:
        with watch.stage("load"):
            lanes, failures, reranker = self._load(generation, query)
        degraded: dict[str, str] = {}
        if isinstance(reranker, Exception):
            degraded["rerank"], reranker = str(reranker), None
        with watch.stage("lanes"):
            answered = run_lanes(self._pool, lanes, query, self._depth(query), self.profile.lane_deadline_ms)
        rankings = answered + failures
        degraded.update({ranking.lane: ranking.failure for ranking in rankings if ranking.failure})
        if all(ranking.failure for ranking in rankings):
            reasons = "; ".join(f"{ranking.lane}: {ranking.failure}" for ranking in rankings)
            raise UnavailableError(f"no lane could answer ({reasons})", todo="run `search-app doctor`")
        return lanes, reranker, rankings, degraded

    def _ask_feedback(
        self, generation: OpenGeneration, query: Query, first: Sequence[Hit], lanes: dict[str, Lane]
    ) -> tuple[tuple[FeedbackSource, ...], Ranking]:
        """Search by the first hits, and add the lane that did it to `lanes`."""
        profile = self.profile
        try:
            lane = open_feedback_lane(
                first, profile.feedback_passages, profile.feedback_sharpness, generation.store
            )
        except SearchAppError as error:
            return (), failed_ranking(FEEDBACK, error)
        lanes[FEEDBACK] = lane
        asked = run_lanes(self._pool, {FEEDBACK: lane}, query, self._depth(query), profile.lane_deadline_ms)
        return lane.sources, asked[0]

    def _parts(self, rankings: Sequence[Ranking]) -> LaneParts:
        profile = self.profile
        return fusion_parts(rankings, profile.fusion, profile.rrf_k, profile.weights)

    def _load(
        self, generation: OpenGeneration, query: Query
    ) -> tuple[dict[str, Lane], list[Ranking], Reranker | Exception | None]:
        names = [name for name in self._lanes(query) if name != FEEDBACK]
        pending: dict[str, Future[Any]] = {
            name: self._pool.submit(generation.lane, name, self.models, self.profile.bm25_pairs)
            for name in names
        }
        rerank = self._pool.submit(self.models.reranker) if self._rerank_depth(query) else None
        lanes: dict[str, Lane] = {}
        failures: list[Ranking] = []
        for name, future in pending.items():
            error = future.exception()
            if error is None:
                lanes[name] = future.result()
            elif isinstance(error, Exception):
                failures.append(failed_ranking(name, error))
            else:
                raise error
        return lanes, failures, _outcome(rerank)

    def _lanes(self, query: Query) -> tuple[str, ...]:
        return query.lanes or self.profile.lanes

    def _depth(self, query: Query) -> int:
        return max(self.profile.depth, query.limit)

    def _rerank_depth(self, query: Query) -> int:
        return self.profile.rerank_depth if query.rerank else 0

    def _rerank(
        self,
        reranker: Reranker | None,
        query: Query,
        fused: Sequence[Hit],
        passages: Mapping[str, Passage],
        degraded: dict[str, str],
    ) -> dict[str, Reading]:
        head = fused[: self._rerank_depth(query)]
        if reranker is None or not head:
            return {}
        try:
            return readings(reranker, query.text, [passages[hit.passage_id] for hit in head])
        except SearchAppError as error:
            degraded["rerank"] = str(error)
            return {}

    def _explain(
        self,
        generation: OpenGeneration,
        query: Query,
        results: tuple[Result, ...],
        trace: Trace,
    ) -> tuple[Result, ...]:
        try:
            explained = explain_results(
                query, results, generation, self.models, trace.feedback, self.profile.bm25_pairs
            )
            if trace.reranker is None or not query.explain_rerank:
                return explained
            return explain_reranking(query, explained, trace.reranker)
        except SearchAppError as error:
            trace.degraded["explain"] = str(error)
            return results


def _outcome(future: "Future[Reranker] | None") -> Reranker | Exception | None:
    if future is None:
        return None
    try:
        return future.result()
    except SearchAppError as error:
        return error


def _fetch(generation: OpenGeneration, head: Sequence[Hit], degraded: dict[str, str]) -> dict[str, Passage]:
    stored = generation.store.retrieve([hit.passage_id for hit in head])
    passages = {entry.passage.id: entry.passage for entry in stored}
    missing = len(head) - len(passages)
    if missing:
        degraded["fetch"] = (
            f"{missing} of the {len(head)} best hits have no stored text: the lanes are out of step. "
            f"Run `search-app collections verify {generation.name}`."
        )
    return passages
