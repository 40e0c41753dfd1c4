"""What explanations of several lanes share: read and computed once for all of them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from search_app.protocols.token_encoder import TokenVectorEncoder, TokenVectors
from search_app.protocols.vector_store import StoredPassage
from search_app.records import Passage


class Evidence(Protocol):
    """The stored passages of one answer, and what models say about their tokens."""

    def deep(self, passage_id: str) -> bool:
        """Whether a model may be run to explain this passage."""

    def stored(self) -> Mapping[str, StoredPassage]:
        """Return {passage id: stored passage with its vectors} of all that is explained."""

    def tokens(self, encoder: TokenVectorEncoder, passages: Sequence[Passage]) -> Sequence[TokenVectors]:
        """Return the token vectors of passages, in the order given; each passage is encoded once."""
