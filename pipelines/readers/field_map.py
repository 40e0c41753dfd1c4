"""Which fields of a source are the id, the title, the text and the metadata: guessed by name, or told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from search_app.errors import BadInputError

MetadataKind = Literal["auto", "keyword", "number", "date", "list"]

ID_FIELDS = ("_id", "id", "doc_id", "docid", "document_id")
TITLE_FIELDS = ("title", "name", "heading")
TEXT_FIELDS = ("text", "contents", "content", "body", "passage", "paragraphs")
ROW_NUMBER = "#"
"""Stands for the number of the row, as an id, where a source has none of its own."""

ROW_HASH = "#content"
"""Stands for a hash of the row: the same row has the same id wherever it stands."""

_WRITTEN = "id=FIELD,title=FIELD+FIELD,text=FIELD+FIELD,metadata=FIELD+FIELD:date"


@dataclass(frozen=True, slots=True)
class MetadataField:
    """One field that is kept for filters and display.

    Attributes:
        name: Its name in the source and in the collection.
        kind: What it is made: a keyword, a number, a date (as the number YYYYMMDD, so that ranges work), a
            list of keywords, or what its value looks like.
    """

    name: str
    kind: MetadataKind = "auto"

    def __str__(self) -> str:
        return self.name if self.kind == "auto" else f"{self.name}:{self.kind}"


@dataclass(frozen=True, slots=True)
class FieldMap:
    """A mapping; what is None is guessed from the names.

    Attributes:
        id: Name of the id's field, or `ROW_NUMBER`.
        title: Fields that are joined by a space; empty for no title.
        text: Fields that are joined by a blank line.
        metadata: Fields that are kept; None keeps all others.
    """

    id: str | None = None
    title: tuple[str, ...] | None = None
    text: tuple[str, ...] | None = None
    metadata: tuple[MetadataField, ...] | None = None

    def resolved(self, names: Sequence[str], titles: Sequence[str] = TITLE_FIELDS) -> "FieldMap":
        """Return the mapping for a source with these fields; id, title and text are not None.

        Args:
            names: The fields there are.
            titles: Names a title is known by.

        Raises:
            ValueError: With one sentence, when there is no field for the id or the text.
        """
        identifier = self.id or find_field(names, ID_FIELDS)
        text = self.text or _one(find_field(names, TEXT_FIELDS))
        title = self.title if self.title is not None else _one(find_field(names, titles))
        if identifier is None:
            raise ValueError(f"no id: expected one of the fields {', '.join(ID_FIELDS)}")
        if not text:
            raise ValueError(f"no text: expected one of the fields {', '.join(TEXT_FIELDS)}")
        return replace(self, id=identifier, text=text, title=title or ())

    def missing_from(self, names: Iterable[str]) -> list[str]:
        """Return the fields that were asked for by name and are not among `names`."""
        there = {ROW_NUMBER, ROW_HASH, *names}
        return [name for name in dict.fromkeys(self.asked()) if name not in there]

    def asked(self) -> list[str]:
        """Return the fields that were asked for by name."""
        asked = [*([self.id] if self.id else []), *(self.title or ()), *(self.text or ())]
        return asked + [field.name for field in self.metadata or ()]

    def __str__(self) -> str:
        """The mapping as `--map` takes it."""
        parts = [f"id={self.id}"] if self.id else []
        parts += [f"title={'+'.join(self.title)}"] if self.title else []
        parts += [f"text={'+'.join(self.text)}"] if self.text else []
        kept = "(all other fields)" if self.metadata is None else "+".join(map(str, self.metadata))
        return ",".join([*parts, f"metadata={kept}"])


def parse_field_map(entries: Sequence[str]) -> FieldMap:
    """Read mappings as they are typed, such as `id=pid,text=abstract+body,metadata=year:number`.

    Raises:
        BadInputError: Quotes what cannot be read.
    """
    given: dict[str, str] = {}
    for part in (part.strip() for entry in entries for part in entry.split(",")):
        name, equals, value = part.partition("=")
        if not equals or name not in ("id", "title", "text", "metadata") or name in given:
            raise BadInputError(f"the mapping {part!r}", _WRITTEN, "correct --map")
        given[name] = value
    if not given.get("id", "x") or not given.get("text", "x"):
        raise BadInputError("a mapping without a field for the id or the text", _WRITTEN, "correct --map")
    return FieldMap(
        given.get("id"),
        _names(given["title"]) if "title" in given else None,
        _names(given["text"]) if "text" in given else None,
        tuple(map(_metadata_field, _names(given["metadata"]))) if "metadata" in given else None,
    )


def find_field(names: Iterable[str], candidates: Iterable[str]) -> str | None:
    """Return the first candidate among the names, ignoring case."""
    by_lower = {name.strip().lower(): name for name in names}
    return next((by_lower[candidate] for candidate in candidates if candidate in by_lower), None)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("+") if name.strip())


def _one(name: str | None) -> tuple[str, ...] | None:
    return None if name is None else (name,)


def _metadata_field(text: str) -> MetadataField:
    name, _, kind = text.partition(":")
    for known in get_args(MetadataKind):
        if kind == known or (not kind and known == "auto"):
            return MetadataField(name, known)
    kinds = ", ".join(get_args(MetadataKind))
    raise BadInputError(f"the kind {kind!r} of the field {name!r}", f"one of {kinds}", "correct --map")
