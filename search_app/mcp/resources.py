"""Collections and documents as resources."""

import json

import mcp_types as types

from search_app.api.access import Caller
from search_app.api.objects import document_object
from search_app.api.problems import RefusedError
from search_app.mcp.tools import collection_object
from search_app.mcp.uri import SCHEME, parts_of


def contents(caller: Caller, uri: str) -> types.TextResourceContents:
    """Return what an address stands for: a collection's fields and size, or a document's text.

    Raises:
        RefusedError: When it is the address of neither.
        NotFoundError: When it is not there for the caller.
    """
    match parts_of(uri):
        case [collection] if collection:
            return _collection(caller, collection, uri)
        case [collection, document] if collection and document:
            return _document(caller, collection, document, uri)
        case _:
            form = f"{SCHEME}COLLECTION or {SCHEME}COLLECTION/DOCUMENT"
            raise RefusedError(404, "not-found", f"No resource {uri[:200]!r}; they are {form}.")


def _collection(caller: Caller, collection: str, uri: str) -> types.TextResourceContents:
    text = json.dumps(collection_object(caller, collection), ensure_ascii=False)
    return types.TextResourceContents(uri=uri, mime_type="application/json", text=text)


def _document(caller: Caller, collection: str, document: str, uri: str) -> types.TextResourceContents:
    found = document_object(caller.open(collection).passages(document))
    about = {"title": found["title"], "metadata": found["metadata"]}
    return types.TextResourceContents(uri=uri, mime_type="text/plain", text=found["text"], _meta=about)
