"""The application: its addresses, and what lives as long as it."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request

from search_app import __version__
from search_app.api import catalog, problems, searches
from search_app.api.access import Door, Rates
from search_app.api.gate import LARGEST_BODY, Gate
from search_app.api.keys import KeyFile
from search_app.api.model_queue import ModelQueue
from search_app.engine.service import SearchService

_PROBLEMS = {
    "4XX": {"model": problems.Problem, "description": "The request, and what would be right."},
    "5XX": {"model": problems.Problem, "description": "The server; its log says more."},
}
AT_ONCE, WAITING = 2, 32


def make_app(
    make_service: Callable[[], SearchService],
    keys: KeyFile | None = None,
    hosts: Collection[str] = (),
    at_once: int = AT_ONCE,
    waiting: int = WAITING,
    largest_body: int = LARGEST_BODY,
) -> FastAPI:
    """Return the application.

    Args:
        make_service: Opens the service; it is closed with the application.
        keys: Whose requests are let in; None lets everybody in.
        hosts: Names the server may be called by; empty for any.
        at_once: Requests that hold a model beside each other.
        waiting: Requests that may wait for one.
        largest_body: Bytes of a body.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with make_service() as service:
            app.state.door = Door(service, keys, Rates())
            app.state.queue = ModelQueue(at_once, waiting)
            yield

    app = FastAPI(
        title="search_app",
        version=__version__,
        summary="Hybrid search that explains itself.",
        lifespan=lifespan,
        docs_url=None,  # Swagger's page loads scripts from another host
        redoc_url=None,
    )
    problems.install(app)
    versioned = APIRouter(prefix="/v1", responses=_PROBLEMS)  # type: ignore[arg-type]
    versioned.include_router(searches.routes)
    versioned.include_router(catalog.routes)
    app.include_router(versioned)
    app.include_router(_operations)
    app.add_middleware(Gate, hosts=hosts, largest_body=largest_body)
    return app


_operations = APIRouter(tags=["operations"])


@_operations.get("/health", summary="Whether the process lives")
async def health() -> dict[str, str]:
    """Answer at once."""
    return {"status": "ok"}


@_operations.get("/ready", summary="Whether collections can be read")
def ready(request: Request) -> dict[str, Any]:
    """Count the collections that can be searched."""
    door: Door = request.app.state.door
    found = door.service.collections()
    return {"status": "ready", "collections": sum(not each.problem for each in found)}


@_operations.get("/version", summary="The version")
async def version() -> dict[str, str]:
    """Name the version of this software."""
    return {"version": __version__}
