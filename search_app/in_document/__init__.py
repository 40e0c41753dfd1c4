"""Searching inside one document, without an index."""

from search_app.in_document.hit import InDocumentHit
from search_app.in_document.reading_rule import reading_rule
from search_app.in_document.search_document import MOST_PASSAGES, search_document

__all__ = ["MOST_PASSAGES", "InDocumentHit", "reading_rule", "search_document"]
