"""A passage as Lucene fields: the text as Anserini indexes it, and metadata for filters."""

import hashlib
from collections.abc import Iterator
from typing import Any

from search_app.filters.order_keys import OrderKey, order_keys
from search_app.lucene.analyzer import BODY, java_text
from search_app.lucene.body_fields import BodyFields
from search_app.lucene.index_analysis import IndexAnalysis
from search_app.lucene.java_classes import call, java_class
from search_app.records import MetadataValue, Passage
from search_app.text.analysis import ENGLISH

ID = "id"
_LONGEST_TERM = 32_766  # bytes of UTF-8, Lucene's own limit


class PassageFields:
    """Builds the fields of passages. Words have Anserini's scores; positions, for pairs, do not change them.

    Args:
        analysis: The analyzers of the index.
        positions: Whether positions are written: Lucene refuses them in an index that began without.
    """

    def __init__(self, analysis: IndexAnalysis, positions: bool = True) -> None:
        # Lucene analyses plain English by itself: fewer calls into Java for each passage.
        self._plain = analysis.of(ENGLISH) if analysis.analysis.plain else None
        self.bodies = BodyFields(analysis)
        options = java_class("IndexOptions")
        self._body_type = java_class("FieldType")()
        chosen = options.DOCS_AND_FREQS_AND_POSITIONS if positions else options.DOCS_AND_FREQS
        call(self._body_type, "setIndexOptions", chosen)
        call(self._body_type, "freeze")
        self._stored, self._unstored = java_class("Field$Store").YES, java_class("Field$Store").NO
        self._string, self._field = java_class("StringField"), java_class("Field")
        self._values, self._point = java_class("BinaryDocValuesField"), java_class("DoublePoint")
        self._as_list = java_class("Arrays").asList

    def document(self, passage: Passage, passage_id: Any, language: str = ENGLISH) -> Any:
        """Return the Java list of fields.

        Args:
            passage: What is indexed.
            passage_id: Its id as BytesRef, which the caller needs too.
            language: What it is analysed by.
        """
        fields = [
            self._string(ID, passage.id, self._stored),
            self._values(ID, passage_id),
            *self._body(passage.full_text, language),
        ]
        for name, value in passage.metadata.items():
            fields.extend(self._metadata(name, value))
        return self._as_list(fields)

    def _body(self, text: str, language: str) -> list[Any]:
        if self._plain is None:
            return self.bodies.fields(text, language)
        return [self._field(BODY, self._plain.text(text), self._body_type)]

    def _metadata(self, name: str, value: MetadataValue) -> Iterator[Any]:
        if isinstance(value, bool):
            yield self._string(flag_field(name), flag_term(value), self._unstored)
        elif isinstance(value, str | list):
            for keyword in [value] if isinstance(value, str) else value:
                yield self._string(keyword_field(name), keyword_term(keyword), self._unstored)
        for key, numbers in order_keys(value).items():
            for number in numbers:
                yield self._point(order_field(name, key), [number])


def keyword_field(name: str) -> str:
    """Name of the Lucene field for the strings of a metadata field; each type has its own."""
    return f"keyword.{java_text(name)}"


def order_field(name: str, key: OrderKey) -> str:
    """Name of the Lucene field for what ranges of a metadata field compare, such as its numbers."""
    return f"{key}.{java_text(name)}"


def flag_field(name: str) -> str:
    """Name of the Lucene field for the booleans of a metadata field."""
    return f"flag.{java_text(name)}"


def keyword_term(value: str) -> str:
    """Return the keyword itself, or its digest where Lucene would refuse it for its length."""
    encoded = java_text(value).encode()
    return (
        java_text(value) if len(encoded) <= _LONGEST_TERM else f"sha256:{hashlib.sha256(encoded).hexdigest()}"
    )


def flag_term(value: bool) -> str:
    """Return the indexed form of a boolean."""
    return "true" if value else "false"
