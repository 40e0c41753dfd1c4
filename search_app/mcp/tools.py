"""The tools: what each is for, what it takes, what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from search_app.api.access import Caller
from search_app.api.bodies import Asking, Body
from search_app.api.objects import collection_objects, document_object, why_object
from search_app.engine.answer_object import answer_object
from search_app.errors import SearchAppError
from search_app.mcp.arguments import (
    NoArguments,
    ReadArguments,
    SearchArguments,
    WhyArguments,
    WhyHereArguments,
)
from search_app.mcp.compact import (
    compact_answer,
    compact_change,
    compact_document,
    compact_why,
    compact_why_not,
)
from search_app.mcp.uri import uri_of

_Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    Attributes:
        name: Its name.
        title: For people.
        description: For agents: when to use it, what comes back, what to do next.
        arguments: What it takes.
        run: Answers a caller; its second argument is of the type `arguments`.
    """

    name: str
    title: str
    description: str
    arguments: type[Body]
    run: Callable[[Caller, Any], _Object]


def search(caller: Caller, given: SearchArguments) -> _Object:
    """Return the best passages."""
    opened = given.open(caller, given.collection)
    depth = given.offset + given.limit
    query = given.question(opened, given.query, depth, given.evidence, None if given.evidence else 0)
    answer = answer_object(opened.search(query), given.collection)
    return compact_answer(answer, given.offset, given.limit, given.evidence)


def why_here(caller: Caller, given: WhyHereArguments) -> _Object:
    """Return what put a document where it stands."""
    return compact_why(_report(caller, given, given.versus), given.evidence)


def why_not_here(caller: Caller, given: WhyArguments) -> _Object:
    """Return which stage dropped a document."""
    return compact_why_not(_report(caller, given), given.evidence)


def what_would_change(caller: Caller, given: WhyArguments) -> _Object:
    """Return the change of a setting that would bring a document in."""
    return compact_change(_report(caller, given), given.evidence)


def read_document(caller: Caller, given: ReadArguments) -> _Object:
    """Return a stretch of a document."""
    document = document_object(caller.open(given.collection).passages(given.document))
    return compact_document(document, given.collection, given.start, given.characters)


def list_collections(caller: Caller, _given: NoArguments) -> _Object:
    """Return the collections with the fields that can be filtered by."""
    return {"collections": [_described(caller, each) for each in collection_objects(caller)]}


def collection_object(caller: Caller, name: str) -> _Object:
    """Return what an agent may want to know of a collection; a key held to a filter learns no sizes."""
    manifest = caller.open(name).generation().manifest
    sizes = {
        "documents": manifest.documents,
        "passages": manifest.passages,
        "created": manifest.created,
    }
    return {
        "name": name,
        "uri": uri_of(name),
        **({} if caller.held else sizes),
        "fields": dict(manifest.fields),
    }


def _described(caller: Caller, found: _Object) -> _Object:
    if "problem" in found:
        return found
    try:
        return collection_object(caller, found["name"])
    except SearchAppError:  # it was deleted, or damaged, since it was listed
        return {"name": found["name"], "problem": "cannot be read; the server's log says why"}


def _report(caller: Caller, given: WhyArguments, versus: str | None = None) -> _Object:
    asked: Asking = given
    opened = asked.open(caller, given.collection)
    query = asked.question(opened, given.query, given.limit, True, None)
    return why_object(opened, query, given.document, versus)


TOOLS = (
    Tool(
        "search",
        "Search a collection",
        "Find the passages of a collection that answer a question, best first. Several ways of finding "
        "are asked (meaning, learned words, exact words), fused, and read again by a reranker. Each "
        "result has its text, doc_id, title and uri: cite by these. Narrow with `where`, as "
        "kind=function AND year>=1990; list_collections names the fields. Scores compare results of this "
        "one answer only. `degraded` names what could not take part. Read around a result with "
        "read_document.",
        SearchArguments,
        search,
    ),
    Tool(
        "why_here",
        "Why a document stands where it stands",
        "Say why a document has its place in the results of a question: its rank in every lane and the steps "
        "that sum to its score. With `versus`, also what puts one of two documents above the other. Pass the "
        "query, filter and profile of the search it is about.",
        WhyHereArguments,
        why_here,
    ),
    Tool(
        "why_not_here",
        "Why a document is missing",
        "Say why a document you know of is not among the results of a question: the stage that dropped it "
        "(not matched, too deep in a lane, fused out, reranked down, filtered), its ranks there, and the "
        "smallest change that would bring it in. Pass the query, filter and profile of the search.",
        WhyArguments,
        why_not_here,
    ),
    Tool(
        "what_would_change",
        "What would bring a document in",
        "Find the smallest single change of a setting (depth, a lane's weight, reranking, the filter) that "
        "brings a document among the results, tried in a real search; `change` is null when there is none.",
        WhyArguments,
        what_would_change,
    ),
    Tool(
        "read_document",
        "Read a document",
        "Read a document's text, title and metadata. Long ones come in stretches: go on with `start` = "
        "next_start.",
        ReadArguments,
        read_document,
    ),
    Tool(
        "list_collections",
        "List the collections",
        "List the collections that can be searched, with the fields to filter by and their types. Ask this "
        "first when you do not know a collection's name.",
        NoArguments,
        list_collections,
    ),
)
