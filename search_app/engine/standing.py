"""How far one document comes in one search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from search_app.engine import why_sentences as say
from search_app.engine.deep_lists import DeepLists
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.profile import Profile
from search_app.engine.search_engine import SearchEngine
from search_app.engine.trace import Trace
from search_app.records import Hit, Passage, Query, ScoreStep, WhyReport, WhyStage


@dataclass(frozen=True, slots=True)
class Asked:
    """One search, traced, under the settings that took effect."""

    engine: SearchEngine
    generation: OpenGeneration
    query: Query
    profile: Profile
    trace: Trace
    lists: DeepLists


def ask(engine: SearchEngine, generation: OpenGeneration, query: Query, profile: Profile) -> Asked:
    """Search, and keep every stage."""
    trace = engine.trace(generation, query)
    lists = DeepLists(trace.lanes, query, trace.rankings, generation.store.count())
    return Asked(engine, generation, query, profile, trace, lists)


def standing(asked: Asked, passages: Sequence[Passage]) -> WhyReport:
    """Follow the passage that comes furthest through all stages."""
    trace, limit = asked.trace, asked.query.limit
    fused = positions(trace.fused)
    passage = _furthest(asked, passages, fused)
    lanes = {lane: asked.lists.standing(lane, passage.id) for lane in asked.lists.lanes}
    fused_rank = fused.get(passage.id)
    # Behind the head nothing changes places, so the rank after fusion is the final one.
    final_rank = positions(trace.final).get(passage.id, fused_rank)
    read = trace.rerank_scores
    by_score = sorted(read, key=lambda each: -read[each])
    scores = {hit.passage_id: hit.score for hit in trace.final}
    report = WhyReport(
        passage.document_id,
        "shown",
        "",
        limit,
        passage,
        lanes,
        fused_rank,
        next((hit.score for hit in trace.fused if hit.passage_id == passage.id), None),
        by_score.index(passage.id) + 1 if passage.id in read else None,
        read.get(passage.id),
        trace.rerank_share if passage.id in read else 0.0,
        final_rank,
        scores.get(passage.id),
        trace.steps().get(passage.id, fusion_steps(trace, passage)),
        degraded=trace.degraded,
        feedback=trace.feedback,
    )
    stage, reason = _verdict(asked, report)
    return replace(report, stage=stage, reason=reason)


def _verdict(asked: Asked, report: WhyReport) -> tuple[WhyStage, str]:
    limit, read = report.limit, len(asked.trace.readings)
    if report.fused_rank is None or report.final_rank is None:
        if not any(report.lanes.values()):
            return "not retrieved", say.not_retrieved(asked.lists.lanes)
        return "below the lane's depth", say.below_depth(report.lanes, max(asked.profile.depth, limit))
    if report.final_rank <= limit:
        return "shown", say.shown(report.final_rank, limit)
    if report.fused_rank <= limit:
        return "reranked down", say.reranked_down(report.fused_rank, report.final_rank, limit)
    return "fused out", say.fused_out(report.fused_rank, report.final_rank, limit, read)


def _furthest(asked: Asked, passages: Sequence[Passage], fused: Mapping[str, int]) -> Passage:
    final = positions(asked.trace.final)
    if not any(passage.id in fused for passage in passages):
        asked.lists.grow_until_any([passage.id for passage in passages])
        best: dict[str, float] = {}
        for lane in asked.lists.lanes:
            ranks = positions(asked.lists.known(lane))
            for passage in passages:
                best[passage.id] = min(best.get(passage.id, inf), ranks.get(passage.id, inf))
        return min(passages, key=lambda passage: best.get(passage.id, inf))
    return min(passages, key=lambda passage: (final.get(passage.id, inf), fused.get(passage.id, inf)))


def fusion_steps(trace: Trace, passage: Passage) -> tuple[ScoreStep, ...]:
    """Return what each lane gave to a passage in fusion; empty when none returned it."""
    parts = trace.parts.get(passage.id, {})
    return tuple(ScoreStep("fusion", lane, part, lane) for lane, part in parts.items())


def positions(hits: Sequence[Hit]) -> dict[str, int]:
    """Return {passage id: rank from 1}."""
    return {hit.passage_id: rank for rank, hit in enumerate(hits, start=1)}
