"""Types of the metadata fields a collection has."""

from collections.abc import Mapping

from search_app.collections.manifest import FieldType
from search_app.records import MetadataValue


class FieldTypes:
    """Learns the type of each field from the documents; a field of mixed types is a keyword.

    Args:
        known: What earlier generations have found.
    """

    def __init__(self, known: Mapping[str, FieldType]) -> None:
        self._types: dict[str, FieldType] = dict(known)

    def observe(self, metadata: Mapping[str, MetadataValue]) -> None:
        """Take in one document's metadata."""
        self.merge({name: _type_of(value) for name, value in metadata.items()})

    def merge(self, types: Mapping[str, FieldType]) -> None:
        """Take in what was learned from other documents."""
        for name, kind in types.items():
            self._types[name] = kind if self._types.get(name, kind) == kind else "keyword"

    def types(self) -> dict[str, FieldType]:
        """Return {field: type}, sorted by name."""
        return dict(sorted(self._types.items()))


def _type_of(value: MetadataValue) -> FieldType:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, list):
        return "keywords"
    return "keyword" if isinstance(value, str) else "number"
