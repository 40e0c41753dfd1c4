"""Throughput and latency of a bundle, as its card states them."""

import os
import time
from pathlib import Path
from typing import Any

from search_app.bundles import read_manifest
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

PASSAGE = "the history of a search engine that weighs every word it reads and says why it found a page " * 5
QUERY = "why did the search engine find this page"
PASSAGES = 64


def measure_speed(bundle: Path) -> dict[str, Any]:
    """Return passages (or pairs) per second, milliseconds per query, and the circumstances."""
    kind = read_manifest(bundle).kind
    circumstances = {"cores": os.cpu_count(), "tokens": 100, "note": "other work may share the machine"}
    if kind == "cross-encoder":
        reranker = OnnxCrossEncoder(bundle)
        reranker.score(QUERY, [PASSAGE] * 8)
        return {"pairs/s": _rate(lambda: reranker.score(QUERY, [PASSAGE] * PASSAGES)), **circumstances}
    encoder = OnnxDenseEncoder(bundle) if kind == "dense" else OnnxSparseEncoder(bundle)
    encoder.encode_passages([PASSAGE] * 8)
    encoder.encode_queries([QUERY])
    rate = _rate(lambda: encoder.encode_passages([PASSAGE] * PASSAGES))
    query = _rate(lambda: [encoder.encode_queries([QUERY]) for _ in range(PASSAGES)])
    return {"passages/s": rate, "ms/query": round(1000.0 / query, 2), **circumstances}


def _rate(work: Any) -> float:
    started = time.perf_counter()
    work()
    return round(PASSAGES / (time.perf_counter() - started), 1)
