"""Searching, and asking why."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from search_app.api.access import Caller, needs
from search_app.api.bodies import BatchBody, InDocumentBody, SearchBody, WhyBody
from search_app.api.model_queue import ModelQueue
from search_app.api.objects import why_object
from search_app.engine.answer_object import answer_object
from search_app.errors import BadInputError
from search_app.in_document.hits_object import hits_object
from search_app.records import Document

_Caller = Annotated[Caller, Depends(needs("search"))]
_Object = dict[str, Any]
MOST_RESULTS = 1000
routes = APIRouter(tags=["search"])


def _queue(request: Request) -> ModelQueue:
    found: ModelQueue = request.app.state.queue
    return found


_Queue = Annotated[ModelQueue, Depends(_queue)]


@routes.post("/collections/{collection}/search", summary="Search a collection")
async def search(
    collection: str, body: SearchBody, request: Request, caller: _Caller, queue: _Queue
) -> _Object:
    """Return the object that `search-app search --json` prints, with `offset` and `limit`."""

    def work() -> _Object:
        depth = body.offset + body.limit
        if depth > MOST_RESULTS:
            raise BadInputError(f"results up to rank {depth}", f"offset + limit of at most {MOST_RESULTS}")
        opened = body.open(caller, collection)
        query = body.question(opened, body.query, depth, body.explain, body.explain_depth)
        found = answer_object(opened.search(query), collection)
        found["results"] = found["results"][body.offset :]
        return {**found, "offset": body.offset, "limit": body.limit}

    return await queue.run(work, request.is_disconnected)


@routes.post("/collections/{collection}/search/batch", summary="Search a collection for several questions")
async def batch(
    collection: str, body: BatchBody, request: Request, caller: _Caller, queue: _Queue
) -> _Object:
    """Return the answers in the order of the questions."""

    def work() -> _Object:
        opened = body.open(caller, collection)
        asked = [body.question(opened, text, body.limit, body.explain, 0) for text in body.queries]
        return {"answers": [answer_object(opened.search(query), collection) for query in asked]}

    return await queue.run(work, request.is_disconnected)


@routes.post("/collections/{collection}/why", summary="Say why a document stands where it stands")
async def why(collection: str, body: WhyBody, request: Request, caller: _Caller, queue: _Queue) -> _Object:
    """Return the object that `search-app why --json` prints."""

    def work() -> _Object:
        opened = body.open(caller, collection)
        query = body.question(opened, body.query, body.limit, True, None)
        return why_object(opened, query, body.document, body.versus)

    return await queue.run(work, request.is_disconnected)


@routes.post("/in-document", summary="Search inside one text")
async def in_document(body: InDocumentBody, request: Request, caller: _Caller, queue: _Queue) -> _Object:
    """Return the best passages of a text, with their places in it."""

    def work() -> _Object:
        document = Document("text", body.title, body.text, {})
        hits = caller.service.in_document(document, body.question, body.limit)
        return hits_object(hits, document, body.question)

    return await queue.run(work, request.is_disconnected)
