"""Collections, documents and reports as JSON objects, within what the caller may see."""

from collections.abc import Sequence
from typing import Any

from search_app.api.access import Caller
from search_app.engine.document import rebuild
from search_app.engine.open_collection import OpenCollection
from search_app.engine.report_object import report_object
from search_app.engine.service import CollectionSummary
from search_app.errors import NotFoundError
from search_app.records import Passage, Query


def collection_objects(caller: Caller) -> list[dict[str, Any]]:
    """Return names and sizes; a key that is held to a filter learns no sizes."""
    return [_summary(each, caller) for each in caller.service.collections() if _visible(each, caller)]


def document_object(passages: Sequence[Passage]) -> dict[str, Any]:
    """Return title, text, metadata and the places of the passages, of which all are given."""
    found = rebuild(passages)
    places = [{"passage": each.ordinal, "start": each.start, "end": each.end} for each in passages]
    return {
        "doc_id": found.id,
        "title": found.title,
        "text": found.text,
        "metadata": dict(found.metadata),
        "passages": places,
    }


def why_object(
    opened: OpenCollection, query: Query, document: str, versus: str | None = None
) -> dict[str, Any]:
    """Return the object that `search-app why --json` prints; raises as `OpenCollection.why`.

    Raises:
        NotFoundError: When a document is not there.
    """
    report = opened.why(query, document, versus)
    for each in (report, report.versus):
        if each is not None and each.stage == "unknown document":
            raise NotFoundError(each.reason, "the id of a document", "check its spelling")
    return report_object(report, query.text, opened.name)


def _visible(summary: CollectionSummary, caller: Caller) -> bool:
    if not caller.held:
        return True
    try:
        _ = caller.open(summary.name)
    except NotFoundError:
        return False
    return True


def _summary(summary: CollectionSummary, caller: Caller) -> dict[str, Any]:
    if caller.held:
        return {"name": summary.name}
    if summary.problem:
        return {"name": summary.name, "problem": "cannot be read; the server's log says why"}
    return {
        "name": summary.name,
        "documents": summary.documents,
        "passages": summary.passages,
        "created": summary.created.isoformat() if summary.created else None,
        "generation": summary.generation,
        "models": summary.models,
    }
