"""What the cross-encoder made of one passage."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage's score, and how much of the passage it rests on.

    Attributes:
        score: The cross-encoder's logit, larger is more relevant.
        extent: Share of the passage's characters that fitted into its window, from 0 to 1.
    """

    score: float
    extent: float = 1.0
