"""What a caller may choose about an ingest."""

from dataclasses import dataclass

from search_app.errors import BadInputError
from search_app.stores import Quantization, VectorLayout
from search_app.text.analysis import analyzer_named


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """Choices of one job; the defaults are those of the command line.

    Attributes:
        recreate: Build the collection anew instead of updating it; needed after a change of model.
        prune: Delete documents that the source no longer has.
        strict: Stop at the first reject; nothing is published then.
        max_rejects: Stop when there are more rejects than this; None never stops.
        passage_tokens: Token budget of a passage.
        overlap_tokens: Most tokens a passage repeats of the one before it.
        quantization: "none" or "scalar", see `search_app.stores.VectorLayout`; None keeps what the collection
            has.
        on_disk: Whether searches read the original vectors from disk; None keeps what the collection has.
        language: How BM25 makes words of texts: a language by name or code, "standard", or "auto" for the
            language of each document; None keeps what the collection has, English in a new one.
        commit_passages: Passages confirmed together: both stores are forced to disk once for them all, and a
            kill costs at most their encoding.
    """

    recreate: bool = False
    prune: bool = False
    strict: bool = False
    max_rejects: int | None = None
    passage_tokens: int = 200
    overlap_tokens: int = 30
    quantization: Quantization | None = None
    on_disk: bool | None = None
    language: str | None = None
    commit_passages: int = 2048

    def __post_init__(self) -> None:
        if not 16 <= self.passage_tokens <= 8192:
            raise BadInputError(
                f"{self.passage_tokens} tokens a passage", "16 to 8192", "choose another number"
            )
        if not 0 <= self.overlap_tokens < self.passage_tokens:
            raise BadInputError(
                f"an overlap of {self.overlap_tokens} tokens", f"0 to {self.passage_tokens - 1}"
            )
        if self.quantization not in (None, "none", "scalar"):
            raise BadInputError(f"quantization {self.quantization!r}", "none or scalar")
        if self.language is not None:
            analyzer_named(self.language)
        if self.commit_passages < 1:
            raise BadInputError(f"commits of {self.commit_passages} passages", "1 or more")
        if self.max_rejects is not None and self.max_rejects < 0:
            raise BadInputError(f"at most {self.max_rejects} rejects", "0 or more")

    def layout(self, current: VectorLayout) -> VectorLayout:
        """Return how vectors are to be kept in a collection that keeps them as `current`."""
        return VectorLayout(
            self.quantization or current.quantization,
            current.on_disk if self.on_disk is None else self.on_disk,
        )

    @property
    def analyzer(self) -> str | None:
        """The analyzer of `language`."""
        return None if self.language is None else analyzer_named(self.language)

    @property
    def reject_limit(self) -> int | None:
        """Number of rejects that may occur, or None for any."""
        return 0 if self.strict else self.max_rejects
