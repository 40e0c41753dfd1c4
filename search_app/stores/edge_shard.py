"""Creating, loading and optimising the files of an embedded shard."""

import json
from pathlib import Path
from typing import Any

from search_app.errors import BadInputError
from search_app.stores.edge_failures import damaged, engine_failures
from search_app.stores.edge_points import DENSE, SPARSE
from search_app.stores.payload import TERMS
from search_app.stores.seal import check_seal
from search_app.stores.vector_location import VectorLayout

_CONFIG = "edge_config.json"
_M = 16
_EF_CONSTRUCT = 100
_FULL_SCAN_KILOBYTES = 10_000
SEGMENT_POINTS = 40_000
"""Points that are written before their graph is built: the memory that takes grows with the segment and not
with the collection. Searches visit one graph per segment."""
_MOST_PER_SEGMENT = SEGMENT_POINTS * 3 // 2
"""Small segments are merged up to this many points."""
QUANTILE = 0.99
"""Share of the values that scalar quantisation keeps within its range: outliers would coarsen all others."""


def create_shard(path: Path, dimension: int, layout: VectorLayout) -> Any:
    """Create an empty shard and return it loaded.

    Raises:
        BadInputError: When the folder is not empty, or the dimension is not positive.
    """
    from qdrant_edge import EdgeShard, KeywordIndexParams, UpdateOperation

    if dimension < 1:
        raise BadInputError(f"vectors of {dimension} dimensions", "at least 1", "check the model bundle")
    if path.exists() and any(path.iterdir()):
        raise BadInputError(f"{path} is not empty", "a new folder", "choose another or delete it")
    path.mkdir(parents=True, exist_ok=True)
    with engine_failures(path):
        shard = EdgeShard.create(str(path), _config(dimension, layout))
        schema = KeywordIndexParams(enable_hnsw=False)
        shard.update(UpdateOperation.create_field_index(TERMS, schema))
        shard.flush()
    return shard


def load_shard(path: Path) -> Any:
    """Load an existing shard; raises `CorruptError` when it is missing, incomplete or damaged."""
    from qdrant_edge import EdgeShard

    dimension_of(path)
    # Before the engine maps the files: reading past the end of a shortened one would kill the process.
    check_seal(path)
    with engine_failures(path):
        return EdgeShard.load(str(path))


def dimension_of(path: Path) -> int:
    """Read the length of the dense vectors from the shard's configuration; raises `CorruptError`."""
    try:
        config = json.loads((path / _CONFIG).read_text(encoding="utf-8"))
        dimension = config["vectors"][DENSE]["size"]
        if SPARSE not in config["sparse_vectors"] or not isinstance(dimension, int):
            raise damaged(path, f"{_CONFIG} describes other vectors")
    except OSError as error:
        raise damaged(path, f"{_CONFIG} cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(path, f"{_CONFIG} is not a configuration ({error})") from error
    if not (path / "segments").is_dir():
        raise damaged(path, "the folder 'segments' is missing")
    return dimension


def optimize_shard(path: Path) -> None:
    """Build the HNSW graph of a shard nobody else has open."""
    shard = load_shard(path)
    with engine_failures(path):
        shard.optimize()
        shard.flush()
        shard.close()


def _config(dimension: int, layout: VectorLayout) -> Any:
    from qdrant_edge import (
        EdgeConfig,
        EdgeOptimizersConfig,
        EdgeSparseVectorParams,
        HnswIndexConfig,
        Memory,
    )

    return EdgeConfig(
        vectors={DENSE: _dense_params(dimension, layout)},
        # Measured at 40,000 points: mapped, the index loads five times faster, takes no memory of the
        # process, and answers as fast as the copy in memory that is the default.
        sparse_vectors={SPARSE: EdgeSparseVectorParams(memory=Memory.Cold)},
        hnsw_config=HnswIndexConfig(_M, _EF_CONSTRUCT, _FULL_SCAN_KILOBYTES),
        optimizers=EdgeOptimizersConfig(max_segment_size=_MOST_PER_SEGMENT * 4 * dimension // 1024 + 1),
        # With a log only one process could load the shard; it cannot be switched off later.
        wal_enabled=False,
    )


def _dense_params(dimension: int, layout: VectorLayout) -> Any:
    from qdrant_edge import Distance, EdgeVectorParams, Memory, ScalarQuantizationConfig, ScalarType

    scalar = None
    if layout.quantization == "scalar":
        scalar = ScalarQuantizationConfig(ScalarType.Int8, quantile=QUANTILE, memory=Memory.Pinned)
    return EdgeVectorParams(
        dimension,
        Distance.Dot,
        quantization_config=scalar,
        # Mapped without touching every page on loading: what is to be in memory is read ahead instead, which
        # neither waits nor counts as a job's memory (`search_app.stores.shard_files`).
        memory=Memory.Cold,
    )
