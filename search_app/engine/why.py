"""Why a document stands where it stands, or is not among the results."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf

from search_app.engine import why_sentences as say
from search_app.engine.document import stored_passages
from search_app.engine.filter_check import failed_conditions
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.search_engine import SearchEngine
from search_app.engine.setting_changes import ProfileChange, smallest_first
from search_app.engine.simulation import Simulation
from search_app.engine.standing import Asked, ask, positions, standing
from search_app.errors import BadInputError, NotFoundError
from search_app.ranking.profile import Profile
from search_app.records import (
    Clause,
    Passage,
    Query,
    ScoreStep,
    SearchFilter,
    SettingChange,
    WhyReport,
)

_VERIFIED = 4  # changes that are tried in a real search before giving up
EngineOf = Callable[[Profile], SearchEngine]


def why(
    engine_of: EngineOf,
    profile: Profile,
    generation: OpenGeneration,
    query: Query,
    document_id: str,
    versus: str | None = None,
) -> WhyReport:
    """Report on a document, and on how it compares with a second one.

    Args:
        engine_of: Makes an engine for a profile.
        profile: The profile in force.
        generation: What is searched.
        query: What is asked; lanes, filter, limit and rerank count as in a search.
        document_id: The document asked about.
        versus: A second document.

    Raises:
        BadInputError: When the question is blank, or both documents are the same.
        UnavailableError: When no lane could answer.
    """
    if query.is_blank:
        raise BadInputError("an empty query", "some words", "put the question in quotes")
    if versus == document_id:
        raise BadInputError(f"document {versus!r} twice", "two different documents", "name another one")
    profile = profile.asked(query)
    query = replace(query, lanes=None, rerank=True, explain=False)
    asked = ask(engine_of(profile), generation, query, profile)
    report = _report(engine_of, asked, document_id)
    if versus is None:
        return report
    return _compared(report, _report(engine_of, asked, versus))


def _report(engine_of: EngineOf, asked: Asked, document_id: str) -> WhyReport:
    limit = asked.query.limit
    try:
        passages = stored_passages(asked.generation.store, document_id)
    except NotFoundError:
        return WhyReport(document_id, "unknown document", say.unknown(document_id), limit)
    failed = failed_conditions(asked.query.filter, passages[0].metadata)
    if failed:
        return _filtered(asked, passages, failed)
    report = standing(asked, passages)
    if report.stage == "shown":
        return report
    return replace(report, change=_smallest_change(engine_of, asked, report))


def _filtered(asked: Asked, passages: Sequence[Passage], failed: Sequence[Clause]) -> WhyReport:
    """Report where the document would stand without the conditions that exclude it."""
    where = asked.query.filter
    kept = tuple(each for each in where.conditions if each not in failed) if where else ()
    query = replace(asked.query, filter=SearchFilter(kept) if kept else None)
    report = standing(ask(asked.engine, asked.generation, query, asked.profile), passages)
    change = None
    if report.stage == "shown" and report.final_rank:
        sentence = say.without_filter(failed, report.final_rank)
        change = SettingChange("filter", None, None, report.final_rank, sentence)
    return WhyReport(
        document_id=report.document_id,
        stage="filtered",
        reason=say.filtered(failed),
        limit=report.limit,
        passage=report.passage,
        lanes=report.lanes,
        change=change,
        degraded=report.degraded,
        feedback=report.feedback,
    )


def _smallest_change(engine_of: EngineOf, asked: Asked, report: WhyReport) -> SettingChange | None:
    """Find candidates by simulation, and prove the smallest by a real search."""
    passage = report.passage
    if passage is None:
        return None
    trace = asked.trace
    simulation = Simulation(
        asked.query, asked.lists, trace.reranker, asked.generation.store, trace.ranked.readings
    )
    candidates = smallest_first(
        asked.profile,
        report.lanes,
        report.fused_rank,
        lambda changed: simulation.shown_rank(passage.id, changed),
    )
    for candidate in candidates[:_VERIFIED]:
        rank = _real_rank(engine_of(candidate.profile), asked, passage)
        if rank is not None:
            return _change(candidate, rank)
    return None


def _real_rank(engine: SearchEngine, asked: Asked, passage: Passage) -> int | None:
    final = engine.trace(asked.generation, asked.query).final[: asked.query.limit]
    return positions(final).get(passage.id)


def _change(found: ProfileChange, rank: int) -> SettingChange:
    return SettingChange(found.setting, found.current, found.needed, rank, say.change(found, rank))


def _compared(report: WhyReport, other: WhyReport) -> WhyReport:
    differences = _differences(report, other)
    first = _order(report) <= _order(other)
    upper, lower = (report, other) if first else (other, report)
    sentence = None
    if upper.final_rank is not None and lower.passage is not None:
        ours = differences if first else tuple(replace(step, value=-step.value) for step in differences)
        sentence = say.comparison(upper, lower, ours)
    return replace(report, versus=other, differences=differences, comparison=sentence)


def _order(report: WhyReport) -> float:
    return inf if report.final_rank is None else report.final_rank


def _differences(report: WhyReport, other: WhyReport) -> tuple[ScoreStep, ...]:
    """Subtract step by step; nothing where one of the two has no final score."""
    if "filtered" in (report.stage, other.stage) or report.score is None or other.score is None:
        return ()
    mine, theirs = (
        {(step.stage, step.label): step for step in steps} for steps in (report.steps, other.steps)
    )
    found = []
    for key in dict.fromkeys([*mine, *theirs]):
        values = [side[key].value if key in side else 0.0 for side in (mine, theirs)]
        found.append(replace(mine.get(key) or theirs[key], value=values[0] - values[1]))
    return tuple(sorted((step for step in found if step.value), key=lambda step: -abs(step.value)))
