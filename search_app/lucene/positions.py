"""Whether an index knows where in a passage a word stands."""

from typing import Any

from search_app.lucene.analyzer import BODY
from search_app.lucene.java_classes import call, java_class


def holds_positions(reader: Any) -> bool:
    """Return False for an index written before pairs of words counted; an empty one may hold anything."""
    options = java_class("IndexOptions")
    field = call(java_class("FieldInfos").getMergedFieldInfos(reader), "fieldInfo", BODY)
    if field is None:
        return True
    needed = call(options.DOCS_AND_FREQS_AND_POSITIONS, "ordinal")
    return bool(call(call(field, "getIndexOptions"), "ordinal") >= needed)
