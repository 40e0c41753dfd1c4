"""The models of a process, each loaded once, on first use."""

import threading
from collections.abc import Callable
from typing import Any

from search_app.bundles import locate_bundle
from search_app.protocols import DenseEncoder, Reranker, SparseEncoder


class Models:
    """Lazily opened bundles. Thread-safe: two threads asking at once load one session.

    Args:
        dense: Reference of the dense bundle, see `search_app.bundles.locate_bundle`.
        sparse: Reference of the sparse bundle.
        cross_encoder: Reference of the reranker's bundle.
        threads: Threads per session; None leaves it to ONNX Runtime.
    """

    def __init__(self, dense: str, sparse: str, cross_encoder: str, threads: int | None = None) -> None:
        self._references = {"dense": dense, "sparse": sparse, "cross-encoder": cross_encoder}
        self._threads = threads
        self._loaded: dict[str, Any] = {}
        self._locks = {kind: threading.Lock() for kind in self._references}

    def dense(self) -> DenseEncoder:
        """Return the dense encoder.

        Raises:
            NotFoundError: When there is no such bundle.
            CorruptError: When a file of it is missing or altered.
        """
        from search_app.encoders.dense import OnnxDenseEncoder

        encoder: DenseEncoder = self._load("dense", OnnxDenseEncoder)
        return encoder

    def sparse(self) -> SparseEncoder:
        """Return the sparse encoder; raises as `dense`."""
        from search_app.encoders.sparse import OnnxSparseEncoder

        encoder: SparseEncoder = self._load("sparse", OnnxSparseEncoder)
        return encoder

    def reranker(self) -> Reranker:
        """Return the cross-encoder; raises as `dense`."""
        from search_app.rerankers.cross_encoder import OnnxCrossEncoder

        reranker: Reranker = self._load("cross-encoder", OnnxCrossEncoder)
        return reranker

    def _load(self, kind: str, build: Callable[..., Any]) -> Any:
        with self._locks[kind]:
            if kind not in self._loaded:
                model = build(locate_bundle(self._references[kind]), threads=self._threads)
                model.load()
                self._loaded[kind] = model
            return self._loaded[kind]
