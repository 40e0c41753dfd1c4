"""From a document to its passages: the same for ingesting and for searching inside one document."""

from search_app.passages.split import SplitRule, TokenStarts, split, whole

__all__ = ["SplitRule", "TokenStarts", "split", "whole"]
