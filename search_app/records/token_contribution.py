"""What one token added to a lane's score of one passage."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TokenContribution:
    """One summand of a lane's score.

    The weights of all contributions of a lane to a passage sum to the lane's score; those of "rerank" do
    not, because the cross-encoder reads words together.

    Attributes:
        token: The word (subwords merged), as it is shown.
        lane: Name of the lane whose score it belongs to.
        weight: Query weight times document weight (sparse), Lucene's term score (bm25), the word's share
            of the inner product (dense), or what the score loses without the word (rerank).
        kind: "literal" when a word of the query stands in the passage, "expansion" when the model added it,
            "share" for any word of the passage, matched or not, "rest" for what no single word gave: special
            tokens, what all texts have in common, rounding.
        spans: All occurrences as (start, end) in the passage's text.
        sources: For an expansion, the words of the passage that caused it.
    """

    token: str
    lane: str
    weight: float
    kind: Literal["literal", "expansion", "share", "rest"]
    spans: tuple[tuple[int, int], ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def start(self) -> int | None:
        """First character of the first occurrence, or None."""
        return self.spans[0][0] if self.spans else None

    @property
    def end(self) -> int | None:
        """One past the last character of the first occurrence, or None."""
        return self.spans[0][1] if self.spans else None
