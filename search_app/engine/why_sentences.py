"""What a report on a document says in words."""

from collections.abc import Mapping, Sequence

from search_app.engine.filter_check import condition_text
from search_app.engine.setting_changes import ProfileChange
from search_app.records import Clause, LaneStanding, ScoreStep, WhyReport

_PARTS = {"rerank": "cross-encoder's part"}


def conditions_text(conditions: Sequence[Clause]) -> str:
    """Name the conditions of a filter."""
    return " and ".join(map(condition_text, conditions))


def filtered(conditions: Sequence[Clause]) -> str:
    """The reason of a document that a filter excludes."""
    return f"It does not meet the filter {conditions_text(conditions)}."


def without_filter(conditions: Sequence[Clause], rank: int) -> str:
    """What leaving the conditions out would do."""
    return f"Without the filter {conditions_text(conditions)} it would stand at rank {rank}."


def not_retrieved(lanes: Sequence[str]) -> str:
    """The reason of a document that matches in no lane."""
    return f"It matches the question in no lane that was asked ({', '.join(lanes)}), at any depth."


def below_depth(standings: Mapping[str, LaneStanding | None], depth: int) -> str:
    """The reason of a document no lane returned."""
    return f"No lane has it among the first {depth} hits it returns: {standing_list(standings)}."


def fused_out(fused_rank: int, final_rank: int, limit: int, read: int) -> str:
    """The reason of a document that fusion placed too low."""
    if read and fused_rank > max(read, limit):
        below = f"below the {read} hits the cross-encoder reads"
        return f"The lanes found it, but put together they place it at rank {fused_rank}, {below}."
    if read:
        return (
            f"Put together, the lanes place it at rank {fused_rank}; the cross-encoder read it and left it "
            f"at rank {final_rank}, below the {limit} shown."
        )
    return (
        f"The lanes found it, but put together they place it at rank {fused_rank}, below the {limit} shown."
    )


def reranked_down(fused_rank: int, final_rank: int, limit: int) -> str:
    """The reason of a document the cross-encoder moved below those shown."""
    return (
        f"Put together, the lanes place it at rank {fused_rank}; the cross-encoder moved it down to rank "
        f"{final_rank}, below the {limit} shown."
    )


def shown(final_rank: int, limit: int) -> str:
    """The reason of a document that is there."""
    return f"It is shown, at rank {final_rank} of {limit}."


def unknown(document_id: str) -> str:
    """The reason of a document nobody has heard of."""
    return f"The collection has no document {document_id[:200]!r}; check its id."


def change(found: ProfileChange, rank: int) -> str:
    """A sufficient change in words."""
    return f"{_condition(found)} it would stand at rank {rank}."


def _condition(found: ProfileChange) -> str:
    now, needed = f"{found.current:g}", f"{found.needed:g}"
    if found.setting == "depth":
        return f"With {needed} hits taken from each lane instead of {now}"
    if found.setting == "rerank.depth":
        if not found.needed:
            return "Without the cross-encoder"
        return f"With the cross-encoder reading {needed} hits instead of {now}"
    if found.setting == "rerank.weight":
        return f"With a weight of {needed} instead of {now} for the cross-encoder"
    part, _, name = found.setting.rpartition(".")
    if part == "fusion.weights":
        return f"With a weight of {needed} instead of {now} for the {name} lane"
    return f"With {needed} instead of {now} as {name} of the {_PARTS.get(part, part)}"


def comparison(upper: WhyReport, lower: WhyReport, differences: Sequence[ScoreStep]) -> str:
    """Say which document stands higher and what makes the difference.

    Args:
        upper: The one that stands higher.
        lower: The other.
        differences: Steps of the upper minus those of the lower, largest first.
    """
    above = f"{upper.document_id[:200]!r} stands above {lower.document_id[:200]!r}"
    if lower.final_rank is None:
        dropped = "the filter excludes" if lower.stage == "filtered" else "no lane returned"
        return f"{above}, which {dropped}."
    makers = [f"{step.label} ({step.value:+.4f})" for step in differences if step.value > 0][:2]
    reason = f", mostly because of {' and '.join(makers)}" if makers else ""
    return f"{above} ({_rank(upper)} to {_rank(lower)}){reason}."


def standing_list(standings: Mapping[str, LaneStanding | None]) -> str:
    """Name the rank in each lane."""
    return ", ".join(
        f"{lane} has it at rank {standing.rank}" if standing else f"{lane} does not match it"
        for lane, standing in standings.items()
    )


def _rank(report: WhyReport) -> str:
    return f"rank {report.final_rank}"
