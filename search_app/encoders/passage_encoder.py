"""A passage is tokenised once for both vector models."""

from collections.abc import Sequence
from typing import Any

from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.encoders.tokenisation import FILE_NAME
from search_app.passages.title import read_text, read_texts
from search_app.records import EncodedPassage, Passage


class PassageEncoder:
    """Encodes passages with the dense and the sparse model. Thread-safe.

    Args:
        dense: The dense encoder.
        sparse: The sparse encoder.
    """

    def __init__(self, dense: OnnxDenseEncoder, sparse: OnnxSparseEncoder) -> None:
        self._dense = dense
        self._sparse = sparse
        self.shares_tokens = _reading(dense) == _reading(sparse)

    @property
    def fingerprints(self) -> dict[str, str]:
        """{"dense": ..., "sparse": ...} of the models in use."""
        return {"dense": self._dense.fingerprint, "sparse": self._sparse.fingerprint}

    def encode(self, passages: Sequence[Passage]) -> list[EncodedPassage]:
        """Return the passages with their vectors, in the order given."""
        rows = self._dense.model.passage_rows(read_texts(passages, self._dense))
        sparse_rows = (
            rows
            if self.shares_tokens
            else self._sparse.model.passage_rows(read_texts(passages, self._sparse))
        )
        dense = self._dense.encode_rows(rows)
        sparse = self._sparse.encode_rows(sparse_rows)
        return [EncodedPassage(*entry) for entry in zip(passages, dense, sparse, strict=True)]

    def encode_lane(self, lane: str, passages: Sequence[Passage]) -> list[Any]:
        """Return the vectors of one lane: float32[dimension] for "dense", SparseVector for "sparse"."""
        encoder = self._dense if lane == "dense" else self._sparse
        return list(encoder.encode_passages(read_texts(passages, encoder)))

    def cuts_title(self, passage: Passage) -> bool:
        """Whether one of the models is given only the beginning of the title; see `read_texts`."""
        whole = passage.full_text
        return any(
            read_text(passage, each.passage_room, each.token_starts) != whole
            for each in (self._dense, self._sparse)
        )


def _reading(encoder: OnnxDenseEncoder | OnnxSparseEncoder) -> tuple[str | None, int, str, bool]:
    """Everything that decides which tokens a passage becomes."""
    manifest = encoder.model.manifest
    prompt, pooled = manifest.prompts.get("passage", ""), manifest.prompt_pooled
    return manifest.files.get(FILE_NAME), manifest.max_tokens, prompt, pooled
