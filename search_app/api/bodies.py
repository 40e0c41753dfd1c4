"""What requests say. Unknown keys are refused: an option without effect is a mistake."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from search_app.api.access import Caller
from search_app.engine.open_collection import OpenCollection
from search_app.errors import BadInputError
from search_app.filters.language import parse_filter
from search_app.lanes import ALL_LANES
from search_app.ranking.profile import check_lanes
from search_app.records import Query
from search_app.records.query import MAX_QUERY_CHARACTERS

MOST_QUERIES = 100
_Text = Annotated[str, Field(min_length=1, max_length=MAX_QUERY_CHARACTERS)]
_Filters = Annotated[
    str | list[Annotated[str, Field(max_length=2000)]] | None,
    Field(description="Filter on metadata, `kind=function AND year>=1990`; all of several must hold."),
]
_Lanes = Annotated[
    list[str] | None,
    Field(description=f"Lanes to ask, of {', '.join(ALL_LANES)}; those of the profile by default."),
]
_Profile = Annotated[
    Annotated[str, Field(max_length=200)] | None,
    Field(description="Profile to search by; the one in force by default."),
]


class Body(BaseModel):
    """Base of all bodies."""

    model_config = ConfigDict(extra="forbid")


class Asking(Body):
    """What decides a ranking.

    Attributes:
        where: Filters.
        lanes: Lanes to ask; those of the profile by default.
        profile: Name of the profile; the one in force by default.
        rerank: Whether the cross-encoder may reorder the head.
    """

    where: _Filters = None
    lanes: _Lanes = None
    profile: _Profile = None
    rerank: Annotated[bool, Field(description="Let the cross-encoder reorder the head.")] = True

    def open(self, caller: Caller, collection: str) -> OpenCollection:
        """Open the collection for this profile; raises `NotFoundError`."""
        return caller.open(collection, self.profile)

    def question(
        self, opened: OpenCollection, text: str, limit: int, explain: bool, deep: int | None
    ) -> Query:
        """Return the query; raises `BadInputError` for what cannot be asked."""
        if not text.strip():
            raise BadInputError("a blank query", "some words")
        if self.lanes == []:
            raise BadInputError("an empty list of lanes", "at least one lane, or no list")
        if self.lanes is not None:
            check_lanes(tuple(self.lanes))
        return Query(
            text,
            limit,
            parse_filter(self.where, opened.fields()) if self.where else None,
            tuple(dict.fromkeys(self.lanes)) if self.lanes is not None else None,
            self.rerank,
            explain,
            deep,
        )


class SearchBody(Asking):
    """A search.

    Attributes:
        query: The question.
        limit: Results to return.
        offset: Results to leave out before them.
        explain: Whether results carry the words that made their scores.
        explain_depth: First results for which models are run again to explain, see `Query`.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"query": "how do I open a file", "limit": 5, "where": "kind=function"}]
        },
    )
    query: _Text
    limit: Annotated[int, Field(ge=1, le=1000)] = 10
    offset: Annotated[int, Field(ge=0, le=999)] = 0
    explain: bool = True
    explain_depth: Annotated[int, Field(ge=0, le=100)] | None = None


class BatchBody(Asking):
    """Several searches that differ by their question alone.

    Attributes:
        queries: The questions.
        limit: Results of each.
        explain: As for a search.
    """

    queries: Annotated[list[_Text], Field(min_length=1, max_length=MOST_QUERIES)]
    limit: Annotated[int, Field(ge=1, le=1000)] = 10
    explain: bool = False


class WhyBody(Asking):
    """A question about one document in one search.

    Attributes:
        query: The question.
        document: Id of the document.
        versus: Id of a second one to compare with.
        limit: Results that count as shown.
    """

    query: _Text
    document: Annotated[str, Field(min_length=1, max_length=2000)]
    versus: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 10


class FacetsBody(Body):
    """Which values fields hold, and how often.

    Attributes:
        fields: Fields to count; all by default.
        where: Filters; a field's own are left out of its count.
        limit: Values per field.
    """

    fields: Annotated[list[str], Field(max_length=50)] | None = None
    where: _Filters = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 20


class InDocumentBody(Body):
    """A question about one text.

    Attributes:
        text: The text.
        title: Its title.
        question: The question.
        limit: Passages to return.
    """

    text: Annotated[str, Field(min_length=1)]
    question: _Text
    title: Annotated[str, Field(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 5
