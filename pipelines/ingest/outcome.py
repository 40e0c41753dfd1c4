"""What an ingest did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """The result of a job that ended well.

    Attributes:
        collection: Name of the collection.
        generation: Id of the generation published now.
        published: False when nothing had changed, so that the generation is the one from before.
        documents: Documents in the collection.
        passages: Passages in the collection.
        encoded: Passages encoded by this job.
        skipped: Documents that were unchanged.
        deleted: Documents deleted.
        rejects: Pieces of the source refused.
        rejects_file: Where they are listed, with what was left out and the notes; None when there is nothing.
        seconds: Busy time of each stage, and "total" wall time; stages overlap.
        peak_memory_mb: Most memory the process has held, in MiB.
        left_out: {kind of file, such as ".png" or "hidden": number of them that were not meant to be read}.
        notes: How something was read that is not as usual, in sentences.
        languages: {language: number of passages} where each document is analysed by its own.
        mixed_fields: {metadata field: types of its values}, of fields that were made keywords for it.
    """

    collection: str
    generation: str
    published: bool
    documents: int
    passages: int
    encoded: int
    skipped: int
    deleted: int
    rejects: int
    rejects_file: Path | None
    seconds: Mapping[str, float]
    peak_memory_mb: float
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: Sequence[str] = ()
    mixed_fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)

    @property
    def passages_per_second(self) -> float:
        """Passages encoded by the second of the whole job."""
        return self.encoded / self.seconds["total"] if self.seconds["total"] else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the object `--json` prints."""
        return {
            "documents": self.documents,
            "passages": self.passages,
            "encoded": self.encoded,
            "skipped": self.skipped,
            "deleted": self.deleted,
            "rejects": self.rejects,
            "rejects_file": str(self.rejects_file) if self.rejects_file else None,
            "left_out": dict(self.left_out),
            "notes": list(self.notes),
            "languages": dict(self.languages),
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
            "passages_per_second": round(self.passages_per_second, 2),
            "peak_memory_mb": round(self.peak_memory_mb, 1),
            "mixed_fields": {name: list(kinds) for name, kinds in self.mixed_fields.items()},
        }
