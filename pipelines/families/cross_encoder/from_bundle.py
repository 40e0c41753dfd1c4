"""A cross-encoder with the interaction head, read back from its bundle."""

from pathlib import Path
from typing import Any

from sentence_transformers import CrossEncoder

from pipelines.export.read_back import GraphWeights, read_weights
from pipelines.families.bundle_weights import BACKBONE, FRESH, HEAD, Weights, below, fill, other_head
from pipelines.families.cross_encoder.build import build_cross_encoder
from pipelines.recipe import Recipe


def load_bundle(recipe: Recipe, folder: Path, base_model: str) -> CrossEncoder:
    """Return the model of a bundle with the interaction head; its shape is the recipe's and the base model's.

    Raises:
        BadInputError: When a weight is missing or of another shape.
    """
    weights = read_weights(folder / "model.onnx")
    model: Any = build_cross_encoder(recipe, base_model, [])
    fill(model[0].model, below(BACKBONE, weights.named), folder, FRESH)
    fill(model[1], _of_interaction_head(weights, folder), folder, ("special",))
    return model


def _of_interaction_head(weights: GraphWeights, folder: Path) -> Weights:
    """The head's parameters. Of a small vocabulary the graph has the importance as it is used, from 0 on."""
    if len(weights.unnamed) != 1:
        raise other_head(folder, "interaction")
    used = {"importance": weights.looked_up[0]} if weights.looked_up else {}
    return used | below(HEAD, weights.named) | {"project.weight": weights.unnamed[0]}
