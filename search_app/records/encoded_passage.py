"""A passage together with its vectors, on the way into the stores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_app.records.passage import Passage
from search_app.records.sparse_vector import SparseVector


@dataclass(frozen=True, slots=True, eq=False)
class EncodedPassage:
    """One passage, encoded once, for all vector lanes.

    Attributes:
        passage: What was encoded.
        dense: float32[dimension]; of length one unless the model is compared by dot product.
        sparse: Learned sparse weights over the vocabulary.
    """

    passage: Passage
    dense: NDArray[np.float32]
    sparse: SparseVector
