"""A learned sparse vector: vocabulary entries and their weights."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_app.errors import InvalidVectorError


@dataclass(frozen=True, slots=True, eq=False)
class SparseVector:
    """Sorted, unique, finite; checked once, here, so that no store has to ask again.

    Attributes:
        indices: uint32[n], vocabulary ids, strictly increasing.
        values: float32[n], the weight of each entry.

    Raises:
        InvalidVectorError: On unequal lengths, unsorted or repeated indices, or a value that is not finite.
    """

    indices: NDArray[np.uint32]
    values: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.indices.ndim != 1 or self.indices.shape != self.values.shape:
            raise InvalidVectorError(
                f"sparse vector with {self.indices.shape} indices and {self.values.shape} values",
                "two one-dimensional arrays of the same length",
                "rebuild the vector from (index, value) pairs",
            )
        if not np.all(np.isfinite(self.values)):
            raise InvalidVectorError(
                "sparse vector with NaN or infinite weights",
                "finite weights",
                "check the model bundle with `search-app doctor`",
            )
        if self.indices.size > 1 and not np.all(self.indices[1:] > self.indices[:-1]):
            raise InvalidVectorError(
                "sparse vector with unsorted or repeated indices",
                "strictly increasing indices",
                "sort the pairs and add up repeated indices first",
            )

    @classmethod
    def from_weights(cls, weights: NDArray[np.float32]) -> "SparseVector":
        """Keep the positive entries of a dense float32[vocabulary] row."""
        indices = np.flatnonzero(weights > 0)
        return cls(indices.astype(np.uint32), weights[indices].astype(np.float32, copy=False))

    @classmethod
    def from_mapping(cls, weights: Mapping[int, float]) -> "SparseVector":
        """Build from {vocabulary id: weight} in any order."""
        ordered = sorted(weights.items())
        indices = np.fromiter((index for index, _ in ordered), dtype=np.uint32, count=len(ordered))
        values = np.fromiter((value for _, value in ordered), dtype=np.float32, count=len(ordered))
        return cls(indices, values)

    def dot(self, other: "SparseVector") -> float:
        """Inner product in float64, the score of the sparse lane."""
        _, mine, theirs = np.intersect1d(self.indices, other.indices, assume_unique=True, return_indices=True)
        return float(self.values[mine].astype(np.float64) @ other.values[theirs].astype(np.float64))

    def __len__(self) -> int:
        return int(self.indices.size)
