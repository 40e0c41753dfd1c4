"""What a caller may choose about an ingest."""

from dataclasses import dataclass

from search_app.errors import BadInputError


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
        commit_passages: Passages confirmed together: the lanes are forced to disk once for all of them, and
            a kill costs at most their encoding.
    """

    recreate: bool = False
    prune: bool = False
    strict: bool = False
    max_rejects: int | None = None
    passage_tokens: int = 200
    overlap_tokens: int = 30
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
        if self.commit_passages < 1:
            raise BadInputError(f"commits of {self.commit_passages} passages", "1 or more")
        if self.max_rejects is not None and self.max_rejects < 0:
            raise BadInputError(f"at most {self.max_rejects} rejects", "0 or more")

    @property
    def reject_limit(self) -> int | None:
        """Number of rejects that may occur, or None for any."""
        return 0 if self.strict else self.max_rejects
