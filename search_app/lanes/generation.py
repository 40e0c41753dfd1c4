"""What lanes need of the generation they search, and of the models that are loaded."""

from typing import Protocol

from search_app.protocols import DenseEncoder, LexicalSearcher, SparseEncoder, VectorStore


class Encoders(Protocol):
    """Where the encoders come from, each loaded on first use."""

    def dense(self) -> DenseEncoder:
        """Return the dense encoder."""

    def sparse(self) -> SparseEncoder:
        """Return the sparse encoder."""


class Searched(Protocol):
    """A generation, open for searching."""

    @property
    def store(self) -> VectorStore:
        """Its vectors."""

    def lexical(self) -> LexicalSearcher:
        """Its Lucene index, opened on first use."""

    def encoded_by(self, lane: str, fingerprint: str) -> bool:
        """Whether its vectors of a lane were made by the model of this fingerprint."""

    def check_encoder(self, lane: str, fingerprint: str) -> None:
        """Raise `MismatchError` unless they were."""
