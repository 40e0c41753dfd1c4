"""How far one document comes in one search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from search_app.engine import why_sentences as say
from search_app.engine.deep_lists import DeepLists
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.search_engine import SearchEngine
from search_app.engine.trace import Trace
from search_app.ranking.profile import Profile
from search_app.records import Hit, Passage, Query, WhyReport, WhyStage


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
    lists = DeepLists(trace.lanes, trace.ranked.fused.rankings, generation.store.count())
    return Asked(engine, generation, query, profile, trace, lists)


def standing(asked: Asked, passages: Sequence[Passage]) -> WhyReport:
    """Follow the passage that comes furthest through all stages."""
    trace, limit = asked.trace, asked.query.limit
    ranked, hits = trace.ranked, trace.ranked.fused.hits
    fused = positions(hits)
    passage = _furthest(asked, passages, fused)
    final_rank = positions(trace.final).get(passage.id)
    read = {name: reading.score for name, reading in ranked.readings.items()}
    by_score = sorted(read, key=lambda each: -read[each])
    report = WhyReport(
        document_id=passage.document_id,
        stage="shown",
        reason="",
        limit=limit,
        passage=passage,
        lanes={lane: asked.lists.standing(lane, passage.id) for lane in asked.lists.lanes},
        fused_rank=fused.get(passage.id),
        fused_score=next((hit.score for hit in hits if hit.passage_id == passage.id), None),
        rerank_rank=by_score.index(passage.id) + 1 if passage.id in read else None,
        rerank_score=read.get(passage.id),
        rerank_share=ranked.rerank_share if passage.id in read else 0.0,
        final_rank=final_rank,
        score=next((hit.score for hit in trace.final if hit.passage_id == passage.id), None),
        steps=trace.steps(passage.id) if final_rank else (),
        degraded=trace.degraded,
        feedback=ranked.fused.feedback,
    )
    stage, reason = _verdict(asked, report)
    return replace(report, stage=stage, reason=reason)


def _verdict(asked: Asked, report: WhyReport) -> tuple[WhyStage, str]:
    limit, read = report.limit, len(asked.trace.ranked.readings)
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


def positions(hits: Sequence[Hit]) -> dict[str, int]:
    """Return {passage id: rank from 1}."""
    return {hit.passage_id: rank for rank, hit in enumerate(hits, start=1)}
