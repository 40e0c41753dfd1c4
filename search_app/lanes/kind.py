"""What there is to know about a lane before it is opened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from search_app.lanes.generation import Encoders, Searched
from search_app.protocols import Lane


def _no_summary(_: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class LaneWords:
    """How people read of a lane.

    Attributes:
        label: What it is called on the page.
        meaning: What it does, in one sentence.
    """

    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class LaneKind:
    """One kind of lane, as the registry holds it.

    Attributes:
        name: Name in answers and profiles.
        words: How people read of it.
        open: Takes a generation, the encoders and the options; returns the lane. Raises `MismatchError` when
            the loaded model is not the one that encoded the generation.
        options: What it is asked with where a profile says nothing; None for a lane without options.
        plain: What it is asked with as a system of its own in evaluations.
        summary: Puts its options into a few words; empty when there is nothing to say.
    """

    name: str
    words: LaneWords
    open: Callable[[Searched, Encoders, Any], Lane]
    options: Any = None
    plain: Any = None
    summary: Callable[[Any], str] = _no_summary
