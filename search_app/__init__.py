"""Hybrid search that explains itself: dense, learned sparse and BM25 lanes, fused and reranked."""

__version__ = "0.1.0"
