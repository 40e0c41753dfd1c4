"""From a document to its passages: the same for ingesting and for searching inside one document."""

from search_app.passages.split import SplitRule, split, whole
from search_app.passages.title import read_text, read_texts
from search_app.passages.token_starts import TokenStarts

__all__ = ["SplitRule", "TokenStarts", "read_text", "read_texts", "split", "whole"]
