"""Decide for each document of a source what has to be done."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.ingest.field_types import FieldTypes
from pipelines.ingest.seen import SeenIds
from pipelines.readers.reader import Located
from search_app.collections.ledger import Ledger
from search_app.passages import SplitRule, split, whole
from search_app.records import Document, Passage, Reject

_CHARACTERS = 800
"""Of a passage, roughly; only the number of passages encoded at once depends on it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A new or changed document, not yet split.

    Attributes:
        document: What was read.
        content: Hash of its content.
        stored_passages: Passages of its former version in the collection; 0 for a new document.
    """

    document: Document
    content: bytes
    stored_passages: int

    @property
    def size(self) -> int:
        """About how many passages it makes: known before it is split, and the same on every engine."""
        return max(1, len(self.document.text) // _CHARACTERS)


@dataclass(frozen=True, slots=True)
class Planned:
    """A new or changed document, split.

    Attributes:
        document_id: Its id.
        content: Hash of its content.
        passages: To be encoded and written.
        stored_passages: Passages of its former version in the collection; 0 for a new document.
    """

    document_id: str
    content: bytes
    passages: list[Passage]
    stored_passages: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A document that is in the collection just so."""

    document_id: str


class Planner:
    """Compares documents with the ledger.

    Args:
        rule_name: How they are split, in words that change when the rule does.
        ledger: What is in the collection, or None when it is new.
        seen: Receives the ids of this source.
        fields: Receives the metadata fields.
    """

    def __init__(
        self,
        rule_name: str,
        ledger: Ledger | None,
        seen: SeenIds,
        fields: FieldTypes,
    ) -> None:
        self._rule_name, self._ledger = rule_name, ledger
        self._seen, self._fields = seen, fields

    def plan(self, items: Iterable[Located | Reject]) -> Iterator[Changed | Unchanged | Reject]:
        """Yield what to do, in the order of the source; an id met before is refused."""
        for item in items:
            if isinstance(item, Reject):
                if item.document_id is not None:
                    # What is refused this time is still in the source: its stored version must not be pruned.
                    self._seen.refuse(item.document_id)
                yield item
            elif self._seen.add(item.document.id):
                yield self._plan_document(item.document)
            else:
                yield Reject(item.position, "an id that the source had before", item.document.id)

    def _plan_document(self, document: Document) -> Changed | Unchanged:
        self._fields.observe(document.metadata)
        content = content_hash(document, self._rule_name)
        entry = self._ledger.find(document.id) if self._ledger else None
        if entry is not None and entry.content == content:
            return Unchanged(document.id)
        return Changed(document, content, entry.passages if entry else 0)


def split_changed(changed: Changed, rule: SplitRule | None) -> Planned:
    """Split a document; without a rule it is one passage."""
    document = changed.document
    passages = split(document, rule) if rule else whole(document)
    return Planned(document.id, changed.content, passages, changed.stored_passages)


def content_hash(document: Document, rule: str) -> bytes:
    """Return 16 bytes over all that reaches a lane: they change when the stored passages would.

    Args:
        document: What was read.
        rule: How it is split, in words that change when the rule does.
    """
    parts = [document.title, document.text, dict(document.metadata), rule]
    encoded = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.blake2b(encoded, digest_size=16).digest()
