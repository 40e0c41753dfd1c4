"""This process or a Ray pipeline: one place decides what reads and encodes."""

from pipelines.ingest.engine import Engine
from pipelines.ingest.local_engine import LocalEngine
from search_app.errors import BadInputError


def choose_engine(
    name: str, dense: str, sparse: str, actors: int = 1, cpus: int = 1, gpus: float = 0.0
) -> Engine:
    """Return an engine.

    Args:
        name: "local" or "ray".
        dense: Reference of the dense bundle, for other nodes.
        sparse: Reference of the sparse bundle.
        actors: Encoding processes of a Ray pipeline.
        cpus: Cores of each.
        gpus: Share of a GPU for each.

    Raises:
        BadInputError: When there is no such engine.
    """
    if name == "local":
        return LocalEngine()
    if name == "ray":
        from pipelines.ingest.ray_engine import RayEngine, RayResources

        return RayEngine(dense, sparse, RayResources(actors, cpus, gpus))
    raise BadInputError(f"engine {name!r}", "local or ray", "correct --engine")
