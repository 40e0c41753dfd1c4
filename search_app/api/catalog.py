"""Collections, documents, profiles and models."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response

from search_app.api.access import Caller, needs
from search_app.api.bodies import FacetsBody
from search_app.api.objects import collection_objects, document_object
from search_app.errors import NotFoundError
from search_app.filters.language import parse_filter
from search_app.ranking.profile_file import profile_text

_Caller = Annotated[Caller, Depends(needs("search"))]
_Object = dict[str, Any]
_Known = Annotated[str | None, Header(alias="If-None-Match", description="The ETag that is known.")]
routes = APIRouter(tags=["collections"])


@routes.get("/collections", summary="List the collections")
def collections(
    caller: _Caller,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> _Object:
    """Return names and sizes; a key that is held to a filter learns no sizes."""
    found = collection_objects(caller)
    return {
        "collections": found[offset : offset + limit],
        "total": len(found),
        "offset": offset,
        "limit": limit,
    }


@routes.get("/collections/{collection}", summary="Describe a collection")
def collection_info(collection: str, caller: _Caller, response: Response, known: _Known = None) -> Any:
    """Return the generation, models, fields and size; with an ETag, which changes with the generation."""
    opened = caller.open(collection)
    manifest = opened.generation().manifest
    tag = f'"{manifest.generation}"'
    if known == tag:
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    found: _Object = {"name": collection, "generation": manifest.generation, "fields": dict(manifest.fields)}
    models = {
        lane: {"name": model.name, "dimension": model.dimension} for lane, model in manifest.models.items()
    }
    if caller.held:
        return {**found, "models": models}
    sizes = {"documents": manifest.documents, "passages": manifest.passages, "created": manifest.created}
    return {**found, "models": models, **sizes}


@routes.post("/collections/{collection}/facets", summary="Count the values of metadata fields")
def facets(collection: str, body: FacetsBody, caller: _Caller) -> _Object:
    """Return {field: [[value, passages], …]}, the most frequent first."""
    opened = caller.open(collection)
    known = opened.fields()
    fields = list(known) if body.fields is None else body.fields
    for field in fields:
        if field not in known:
            raise NotFoundError(f"no field {field[:80]!r}", f"one of {', '.join(known) or 'none'}")
    condition = parse_filter(body.where, known) if body.where else None
    return {"facets": opened.facets(fields, condition, body.limit)}


@routes.get("/collections/{collection}/document", summary="Read a document")
def document(
    collection: str,
    document_id: Annotated[str, Query(alias="id", min_length=1, max_length=2000)],
    caller: _Caller,
) -> _Object:
    """Return its title, text, metadata and the places of its passages."""
    return document_object(caller.open(collection).passages(document_id))


@routes.get("/profiles", summary="List the profiles", tags=["models"])
def profiles(caller: _Caller) -> _Object:
    """Return their names, the one in force first."""
    names = caller.service.profiles()
    return {"profiles": list(names), "in_force": names[0]}


@routes.get("/profiles/{profile}", summary="Read a profile", tags=["models"])
def profile(profile: str, caller: _Caller) -> _Object:
    """Return what decides an order, as the text of its file."""
    found = caller.service.profile_named(profile)
    return {"name": found.name, "toml": profile_text(found), "lanes": list(found.every_lane)}
