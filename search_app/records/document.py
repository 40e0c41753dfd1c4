"""A document as a reader delivers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MetadataValue = str | int | float | bool | list[str]
"""What a metadata field may hold: a keyword, a number, a flag, or a list of keywords."""


@dataclass(frozen=True, slots=True)
class Document:
    """One unit of the source, before it is split into passages.

    Attributes:
        id: The source's own identifier, unique within a collection.
        title: Short name, or an empty string when the source has none.
        text: The body, exactly as read; offsets of passages count its characters.
        metadata: Fields for filters and display.
    """

    id: str
    title: str
    text: str
    metadata: Mapping[str, MetadataValue] = field(default_factory=dict)
