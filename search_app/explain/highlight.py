"""From contributions to stretches of the passage worth marking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search_app.records import TokenContribution

_FAINT = 0.05  # below this share a mark tells nothing: stop words of a learned sparse query, mostly


@dataclass(frozen=True, slots=True)
class Highlight:
    """One stretch of the passage's text.

    Attributes:
        start: First character.
        end: One past the last character.
        strength: In (0, 1]: share of the largest contribution of its lane; the stronger lane counts.
        lanes: The lanes that matched here, sorted.
    """

    start: int
    end: int
    strength: float
    lanes: tuple[str, ...]


def highlights(text: str, contributions: Sequence[TokenContribution]) -> list[Highlight]:
    """Return the stretches to mark, sorted and free of overlaps.

    Overlapping spans become one stretch from the first character to the last, as strong as the strongest:
    the lanes cut words at different places, and half a marked word reads badly.

    Args:
        text: The passage's text; spans beyond it are cut or dropped.
        contributions: Of any lanes. What adds next to nothing to a score is not marked.
    """
    largest = largest_by_lane(contributions)
    spans = sorted(
        (
            max(start, 0),
            min(end, len(text)),
            contribution.weight / largest[contribution.lane],
            contribution.lane,
        )
        for contribution in contributions
        if contribution.weight > _FAINT * largest[contribution.lane]
        for start, end in contribution.spans
    )
    found: list[Highlight] = []
    for start, end, strength, lane in spans:
        if start >= end:
            continue
        mark = Highlight(start, end, strength, (lane,))
        if found and start < found[-1].end:
            mark = _joined(found.pop(), mark)
        found.append(mark)
    return found


def largest_by_lane(contributions: Iterable[TokenContribution]) -> dict[str, float]:
    """Return {lane: its largest weight}, by which weights of different lanes become comparable."""
    largest: dict[str, float] = {}
    for contribution in contributions:
        largest[contribution.lane] = max(largest.get(contribution.lane, 0.0), contribution.weight)
    return largest


def _joined(left: Highlight, right: Highlight) -> Highlight:
    return Highlight(
        left.start,
        max(left.end, right.end),
        max(left.strength, right.strength),
        tuple(sorted({*left.lanes, *right.lanes})),
    )
