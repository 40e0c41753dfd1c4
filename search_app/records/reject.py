"""What became of a piece of a source that is no document, by name and with a reason."""

from dataclasses import dataclass
from typing import Literal

RejectKind = Literal["refused", "left out", "note"]


@dataclass(frozen=True, slots=True)
class Reject:
    """One piece of a source that was refused or left out, or a remark on how it was read.

    Attributes:
        position: Where it stood in the source, such as "corpus.jsonl:17".
        reason: One sentence.
        document_id: The identifier, when one could be read.
        kind: "refused" is a fault of the source and counts as a reject; "left out" is nothing that is meant
            to be read here, such as a file of another kind; "note" says how something was read.
        group: Under what it is totalled: the kind of what is left out, such as ".png"; for a note that many
            documents may need, what is said of them together.
    """

    position: str
    reason: str
    document_id: str | None = None
    kind: RejectKind = "refused"
    group: str = ""
