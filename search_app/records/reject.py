"""Input that was refused, by name and with a reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reject:
    """One refused piece of a source.

    Attributes:
        position: Where it stood in the source, such as "corpus.jsonl:17".
        reason: One sentence.
        document_id: The identifier, when one could be read.
    """

    position: str
    reason: str
    document_id: str | None = None
