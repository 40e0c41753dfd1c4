"""A sparse encoder with the lexical head, read back from its bundle."""

from pathlib import Path
from typing import Any

import numpy as np
from sentence_transformers import SparseEncoder

from pipelines.export.read_back import GraphWeights, read_weights
from pipelines.families.bundle_weights import BACKBONE, FRESH, HEAD, Weights, below, fill, other_head
from pipelines.families.sparse.build import build_sparse_encoder
from pipelines.recipe import Recipe
from search_app.encoders.query_weights import read_query_weights


def load_bundle(recipe: Recipe, folder: Path, base_model: str) -> SparseEncoder:
    """Return the encoder of a bundle with the lexical head; its shape is the recipe's and the base model's.

    Raises:
        BadInputError: When a weight is missing or of another shape.
    """
    weights = read_weights(folder / "model.onnx")
    model: Any = build_sparse_encoder(recipe, base_model, [])
    ways = model[0].sub_modules
    (queries,), (backbone, head) = ways["query"], ways["document"]
    fill(queries, {"weight": read_query_weights(folder, len(queries.weight))}, folder)
    fill(backbone.model, below(BACKBONE, weights.named), folder, FRESH)
    fill(head, _of_lexical_head(weights, folder), folder, ("banned",))
    return model


def _of_lexical_head(weights: GraphWeights, folder: Path) -> Weights:
    """The head's parameters; the graph has the scale in the decoder, whose rows are of length one without."""
    decoders = [matrix for matrix in weights.unnamed if matrix.shape[0] > 1]
    weighers = [matrix for matrix in weights.unnamed if matrix.shape[0] == 1]
    if len(decoders) != 1 or len(weighers) != 1 or len(weights.looked_up) != 1:
        raise other_head(folder, "lexical")
    lengths = np.linalg.norm(decoders[0], axis=1)
    scale = np.asarray(np.median(lengths), dtype=np.float32)
    return below(HEAD, weights.named) | {
        "decoder": decoders[0] / np.maximum(lengths, 1e-12)[:, None],
        "scale": scale,
        "weigh.weight": weighers[0],
        "prior": weights.looked_up[0],
    }
