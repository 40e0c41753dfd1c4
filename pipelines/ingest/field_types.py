"""Types of the metadata fields a collection has."""

from collections.abc import Iterable, Mapping

from search_app.filters.iso_time import instant
from search_app.filters.number_text import decimal_text
from search_app.filters.order_keys import list_number
from search_app.records import FieldType, MetadataValue

_WIDER: Mapping[frozenset[FieldType], FieldType] = {
    frozenset(("number", "decimal")): "decimal",
    frozenset(("numbers", "keywords")): "keywords",
    frozenset(("keyword", "keywords")): "keywords",
    frozenset(("keyword", "numbers")): "keywords",
    frozenset(("keyword", "keywords", "numbers")): "keywords",
    frozenset(("keyword", "decimal")): "keyword",
}
"""Types that go together: nothing is lost by the wider one."""


class FieldTypes:
    """Learns the type of each field from the documents; a field of mixed types is a keyword.

    Args:
        known: What earlier generations have found.
    """

    def __init__(self, known: Mapping[str, FieldType]) -> None:
        self._kinds: dict[str, set[FieldType]] = {name: {kind} for name, kind in known.items()}
        self._empty: set[str] = set()

    def observe(self, metadata: Mapping[str, MetadataValue]) -> None:
        """Take in one document's metadata; an empty text fits every type."""
        for name, value in metadata.items():
            if value == "":
                self._empty.add(name)
            else:
                self._kinds.setdefault(name, set()).add(_type_of(value))

    def merge(self, kinds: Mapping[str, Iterable[FieldType]]) -> None:
        """Take in what was learned from other documents, see `kinds`."""
        for name, found in kinds.items():
            self._kinds.setdefault(name, set()).update(found)

    def kinds(self) -> dict[str, list[FieldType]]:
        """Return {field: every type its values had}."""
        empty: dict[str, list[FieldType]] = {name: [] for name in self._empty}
        return empty | {name: sorted(kinds) for name, kinds in self._kinds.items()}

    def types(self) -> dict[str, FieldType]:
        """Return {field: type}, sorted by name."""
        return {name: _joined(frozenset(kinds)) for name, kinds in sorted(self.kinds().items())}

    def mixed(self) -> dict[str, tuple[FieldType, ...]]:
        """Return {field: types} of those that became keywords and lost something by it, sorted by name."""
        kinds = sorted(self.kinds().items())
        return {
            name: tuple(found) for name, found in kinds if len(found) > 1 and frozenset(found) not in _WIDER
        }


def _joined(kinds: frozenset[FieldType]) -> FieldType:
    if len(kinds) == 1:
        return next(iter(kinds))
    return _WIDER.get(kinds, "keyword")


def _type_of(value: MetadataValue) -> FieldType:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, list):
        return "numbers" if all(list_number(entry) is not None for entry in value) else "keywords"
    if not isinstance(value, str):
        return "number"
    if decimal_text(value) is not None:
        return "decimal"
    return "keyword" if instant(value) is None else "date"
