"""What every reader can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from pipelines.readers.field_map import FieldMap
from search_app.records import Document, Reject


@dataclass(frozen=True, slots=True)
class Located:
    """A document and where it stood.

    Attributes:
        document: What was read.
        position: Such as "corpus.jsonl:17", for messages about it later on.
    """

    document: Document
    position: str


class Reader(Protocol):
    """One source, opened. `read` may be called once."""

    @property
    def name(self) -> str:
        """Name of the format, as `--reader` takes it."""

    @property
    def source(self) -> str:
        """The source, in one unambiguous line that is the same on every run."""

    @property
    def presplit(self) -> bool:
        """True when each document is a passage already and must not be split."""

    @property
    def fraction(self) -> float:
        """Share of the source read so far, in [0, 1]; may be asked from another thread."""

    def read(self) -> Iterator[Located | Reject]:
        """Yield documents and refused input in the order of the source, in bounded memory."""


@runtime_checkable
class MappedReader(Protocol):
    """A reader of a source whose fields have names."""

    @property
    def mapping(self) -> FieldMap | None:
        """Which field was taken for what; None until the first usable row has been read."""
