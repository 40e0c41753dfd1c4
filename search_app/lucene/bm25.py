"""The BM25 of every reader and writer here."""

from typing import Any

from search_app.lucene.java_classes import java_class

K1, B = 0.9, 0.4
"""Anserini's defaults, those of the published baselines."""


def bm25_similarity() -> Any:
    """Return Lucene's BM25Similarity; writing and reading must agree on it, as it encodes the lengths."""
    return java_class("BM25Similarity")(K1, B)
