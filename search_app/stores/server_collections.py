"""Creating, naming and removing the collections of a Qdrant server."""

from typing import TYPE_CHECKING

from search_app.errors import BadInputError, CorruptError, UnavailableError
from search_app.stores.payload import TERMS
from search_app.stores.server_failures import is_forbidden, server_failures
from search_app.stores.server_limits import ServerLimits, read_limits
from search_app.stores.server_points import DENSE, SPARSE
from search_app.stores.vector_location import PLAIN, VectorLayout

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import VectorParams

_M = 16
_EF_CONSTRUCT = 100
QUANTILE = 0.99


def create_collection(
    client: "QdrantClient", collection: str, dimension: int, layout: VectorLayout = PLAIN
) -> None:
    """Create an empty collection for dense and sparse vectors.

    Raises:
        BadInputError: When it exists already.
        UnavailableError: When the server cannot be reached.
    """
    from qdrant_client import models

    with server_failures(f"collection {collection!r}"):
        if client.collection_exists(collection):
            raise BadInputError(
                f"collection {collection!r} exists on the server", "a new name", "delete it or choose another"
            )
        client.create_collection(
            collection,
            vectors_config={DENSE: _dense_params(dimension, layout)},
            sparse_vectors_config={SPARSE: models.SparseVectorParams()},
            hnsw_config=models.HnswConfigDiff(m=_M, ef_construct=_EF_CONSTRUCT),
        )
        index_payload(client, collection, TERMS, numeric=False)


def _dense_params(dimension: int, layout: VectorLayout) -> "VectorParams":
    from qdrant_client import models

    scalar = None
    if layout.quantization == "scalar":
        config = models.ScalarQuantizationConfig(
            type=models.ScalarType.INT8, quantile=QUANTILE, always_ram=True
        )
        scalar = models.ScalarQuantization(scalar=config)
    return models.VectorParams(
        size=dimension,
        distance=models.Distance.DOT,
        quantization_config=scalar,
        on_disk=layout.on_disk or None,
    )


def index_payload(client: "QdrantClient", collection: str, path: str, numeric: bool) -> None:
    """Index one field of the payload, for ranges or for exact terms."""
    from qdrant_client import models

    schema: models.FloatIndexParams | models.KeywordIndexParams
    if numeric:
        schema = models.FloatIndexParams(type=models.FloatIndexType.FLOAT, enable_hnsw=False)
    else:
        schema = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, enable_hnsw=False)
    client.create_payload_index(collection, path, schema, wait=True)


def dimension_and_limits(client: "QdrantClient", collection: str) -> tuple[int, ServerLimits]:
    """Return the length of the dense vectors, and what strict mode allows.

    Raises:
        NotFoundError: When there is no such collection.
        CorruptError: When it was not made by this program.
    """
    with server_failures(f"collection {collection!r}"):
        config = client.get_collection(collection).config
    params = config.params
    dense = params.vectors.get(DENSE) if isinstance(params.vectors, dict) else None
    if dense is None or SPARSE not in (params.sparse_vectors or {}):
        raise CorruptError(
            f"collection {collection!r} on the server holds other vectors",
            f"named vectors {DENSE!r} and {SPARSE!r}",
            "choose another name, or delete it and ingest again",
        )
    return dense.size, read_limits(config.strict_mode_config)


def drop_collection(client: "QdrantClient", collection: str) -> None:
    """Remove a collection and what it holds; one that does not exist is no error."""
    with server_failures(f"collection {collection!r}"):
        client.delete_collection(collection)


def check_writable(client: "QdrantClient", alias: str, collection: str) -> None:
    """Raise unless `collection` can be made and published as `alias`; nothing is changed.

    Raises:
        BadInputError: When another program's collection has the name that is to be published.
        UnavailableError: When the key may only read, or the server cannot be reached.
    """
    with server_failures("the Qdrant server"):
        if alias in {each.name for each in client.get_collections().collections}:
            raise BadInputError(
                f"the Qdrant server has a collection {alias!r} that this program did not make",
                "a name that is free there",
                "choose another name for this collection",
            )
    try:
        # Asks for the right to write and has no effect: nothing of this name exists yet.
        drop_collection(client, collection)
    except UnavailableError as error:
        if not is_forbidden(error.__cause__):
            raise
        raise UnavailableError(
            "the API key of the Qdrant server may only read",
            "a key that may make collections",
            "set QDRANT_API_KEY; nothing was read or written",
        ) from error


def publish_alias(client: "QdrantClient", alias: str, collection: str) -> None:
    """Make `alias` stand for `collection`, in one step: readers see the old one or the new."""
    from qdrant_client import models

    create = models.CreateAliasOperation(
        create_alias=models.CreateAlias(collection_name=collection, alias_name=alias)
    )
    remove = models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias))
    with server_failures(f"collection {collection!r}"):
        known = alias_target(client, alias) is not None
        client.update_collection_aliases([remove, create] if known else [create])


def alias_target(client: "QdrantClient", alias: str) -> str | None:
    """Return the collection an alias stands for, or None."""
    with server_failures("the server"):
        aliases = client.get_aliases().aliases
    return next((entry.collection_name for entry in aliases if entry.alias_name == alias), None)
