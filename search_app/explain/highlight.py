"""From contributions to stretches of the passage worth marking."""

from collections.abc import Sequence
from dataclasses import dataclass

from search_app.explain.telling import telling
from search_app.records import TokenContribution


@dataclass(frozen=True, slots=True)
class Highlight:
    """One stretch of the passage's text.

    Attributes:
        start: First character.
        end: One past the last character.
        strength: In (0, 1], see `telling`; the stronger lane counts.
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
    spans = sorted(
        (max(start, 0), min(end, len(text)), strength, contribution.lane)
        for contribution, strength in telling(contributions)
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


def _joined(left: Highlight, right: Highlight) -> Highlight:
    return Highlight(
        left.start,
        max(left.end, right.end),
        max(left.strength, right.strength),
        tuple(sorted({*left.lanes, *right.lanes})),
    )
