"""What must not reach a store is stopped here, before anything is written."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search_app.errors import BadInputError, InvalidVectorError
from search_app.records import EncodedPassage, Passage, SparseVector
from search_app.records.similarity import Similarity

_NORM_TOLERANCE = 1e-2  # int8 and float16 models are off by up to some 1e-3
_INTEGERS = range(-(2**63), 2**63)


def checked_points(
    points: Sequence[EncodedPassage], dimension: int, similarity: Similarity = "cosine"
) -> dict[str, EncodedPassage]:
    """Return {passage id: point}; of points with the same id the last one counts.

    Raises:
        InvalidVectorError: When a dense vector has another dimension, is not finite, or with "cosine" is not
            of length 1, or a sparse one is not finite. Names the passage.
        BadInputError: When text or metadata cannot be stored exactly. Names the passage.
    """
    for point in points:
        _check_dense(point, dimension, similarity)
        if not np.isfinite(point.sparse.values).all():
            raise _invalid(point.passage, "a sparse vector with NaN or infinite weights", "finite weights")
        _check_payload(point.passage)
    return {point.passage.id: point for point in points}


def check_query(vector: NDArray[np.float32], dimension: int) -> None:
    """Raise InvalidVectorError unless `vector` is float[dimension] and finite."""
    if vector.shape != (dimension,) or not np.isfinite(vector).all():
        raise InvalidVectorError(
            f"a query vector of shape {vector.shape}, or with NaN or infinite values",
            f"{dimension} finite values",
            "search with the model the collection was ingested with",
        )


def check_sparse_query(vector: SparseVector) -> None:
    """Raise InvalidVectorError when a weight is not finite; arrays can change after construction."""
    if not np.isfinite(vector.values).all():
        raise InvalidVectorError("a sparse query with NaN or infinite weights", "finite weights")


def _check_dense(point: EncodedPassage, dimension: int, similarity: Similarity) -> None:
    if point.dense.shape != (dimension,):
        raise _invalid(
            point.passage, f"a dense vector of shape {point.dense.shape}", f"{dimension} dimensions"
        )
    # One pass: NaN and infinity spread into the norm, and a zero vector has none.
    norm = math.sqrt(float(np.dot(point.dense, point.dense)))
    if similarity == "dot":
        if not math.isfinite(norm):
            raise _invalid(point.passage, f"a dense vector of length {norm:.4g}", "finite values")
    elif not abs(norm - 1) <= _NORM_TOLERANCE:
        raise _invalid(point.passage, f"a dense vector of length {norm:.4g}", "finite values of length 1")


def _check_payload(passage: Passage) -> None:
    for name, value in (
        ("document id", passage.document_id),
        ("title", passage.title),
        ("text", passage.text),
        *passage.metadata.items(),
    ):
        for entry in value if isinstance(value, list) else (value,):
            if not _storable(entry):
                raise BadInputError(
                    f"{name!r} of {_name(passage)} is {entry!r:.80}",
                    "text that UTF-8 can encode, a finite number of 64 bits, or a flag",
                    "correct it in the source",
                )


def _storable(value: object) -> bool:
    if isinstance(value, str):
        return _encodable(value)
    if isinstance(value, bool):
        return True
    return value in _INTEGERS if isinstance(value, int) else isinstance(value, float) and math.isfinite(value)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _invalid(passage: Passage, given: str, expected: str) -> InvalidVectorError:
    return InvalidVectorError(
        f"{_name(passage)} has {given}", expected, "check the model bundle with `search-app doctor`"
    )


def _name(passage: Passage) -> str:
    return f"passage {passage.ordinal} of document {passage.document_id[:200]!r}"
