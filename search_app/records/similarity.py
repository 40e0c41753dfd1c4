"""How the dense vectors of a model are compared."""

from typing import Literal

Similarity = Literal["cosine", "dot"]
"""Cosine: every vector has length one, so that inner products are cosines. Dot: vectors of any length."""
