"""What agents pass to the tools. Unknown names are refused, with the names there are."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError

from search_app.api.bodies import Asking, Body
from search_app.api.problems import RefusedError
from search_app.records.query import MAX_QUERY_CHARACTERS

_Collection = Annotated[
    str, Field(min_length=1, max_length=200, description="Name of the collection, as list_collections says.")
]
_Query = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_QUERY_CHARACTERS,
        description="The question in plain words. A whole question finds more than single keywords.",
    ),
]
_Document = Annotated[
    str, Field(min_length=1, max_length=2000, description="Id of the document: doc_id of a result.")
]
_Taken = TypeVar("_Taken", bound=Body)
_Shown = Annotated[int, Field(ge=1, le=1000, description="How many results count as shown.")]


class NoArguments(Body):
    """For tools that take nothing."""


class SearchArguments(Asking):
    """Of `search`."""

    collection: _Collection
    query: _Query
    limit: Annotated[int, Field(ge=1, le=50, description="Passages to return.")] = 5
    offset: Annotated[int, Field(ge=0, le=900, description="Passages to leave out before them.")] = 0
    evidence: Annotated[
        bool,
        Field(description="Also return each result's ranks, the steps that sum to its score, and its words."),
    ] = False


class WhyArguments(Asking):
    """Of the tools that ask about one document in one search."""

    collection: _Collection
    query: _Query
    document: _Document
    limit: _Shown = 10
    evidence: Annotated[bool, Field(description="Also return the whole report.")] = False


class WhyHereArguments(WhyArguments):
    """Of `why_here`."""

    versus: Annotated[
        Annotated[str, Field(min_length=1, max_length=2000)] | None,
        Field(description="Id of a second document to compare with."),
    ] = None


class ReadArguments(Body):
    """Of `read_document`."""

    collection: _Collection
    document: _Document
    start: Annotated[int, Field(ge=0, description="First character to return.")] = 0
    characters: Annotated[int, Field(ge=1, le=100_000, description="Characters to return at most.")] = 8000


def schema(arguments: type[Body]) -> dict[str, Any]:
    """Return the JSON Schema of arguments, without what says nothing to an agent."""
    found = arguments.model_json_schema()
    del found["title"], found["description"]
    for each in found.get("properties", {}).values():
        each.pop("title", None)
    return found


def taken(arguments: type[_Taken], given: Mapping[str, Any]) -> _Taken:
    """Return arguments as a tool takes them.

    Raises:
        RefusedError: In one sentence, for the first that cannot be used.
    """
    try:
        return arguments.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])[:100] or "the arguments"
        unknown = first["type"] == "extra_forbidden"
        known = f" The arguments are {', '.join(arguments.model_fields) or 'none'}." if unknown else ""
        raise RefusedError(422, "bad-input", f"{place}: {first['msg']}.{known}") from error
