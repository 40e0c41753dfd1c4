"""Going on from a bundle: a model to train, with the weights that serving has in 8 bits."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from pipelines.base_model import locate_base_model
from pipelines.export.read_back import GraphWeights, read_weights
from pipelines.recipe import Recipe
from search_app.bundles.manifest import read_manifest, verify_files
from search_app.encoders.query_weights import read_query_weights
from search_app.errors import BadInputError

BACKBONE, HEAD = "backbone.", "head."
_FRESH = ("pooler.",)
"""Of a backbone, what no graph reads and no bundle has."""

Weights = dict[str, NDArray[np.float32]]


def check_bundle(recipe: Recipe, folder: Path) -> None:
    """Find a bundle that the recipe cannot go on from.

    Raises:
        BadInputError: When it is of another kind or base model, or the recipe has a head that is not of this
            package.
        CorruptError: When a file is not what the manifest says.
    """
    heads = {"sparse": recipe.sparse.head, "cross-encoder": recipe.cross_encoder.head}
    if heads.get(recipe.kind) not in ("lexical", "interaction"):
        raise BadInputError(
            f"recipe {recipe.name!r} cannot go on from the bundle {folder}",
            'a sparse recipe with head = "lexical" or a cross-encoder with head = "interaction"',
            "name the base model instead, or the run folder the bundle was exported from",
        )
    manifest = read_manifest(folder)
    if manifest.kind != recipe.kind:
        raise BadInputError(f"start {folder} is a {manifest.kind} bundle", f"one of kind {recipe.kind}")
    if manifest.base_model != recipe.base_model:
        raise BadInputError(
            f"start {folder} was made from {manifest.base_model!r}, the recipe's base model is "
            f"{recipe.base_model!r}",
            f"base_model = {manifest.base_model!r}",
        )
    verify_files(folder, manifest)


def load_bundle(recipe: Recipe, folder: Path, root: Path) -> Any:
    """Return the sparse encoder or cross-encoder of a bundle; its shape is the recipe's and the base model's.

    Args:
        recipe: Names the base model and the head.
        folder: The bundle.
        root: Data root of the recipe.

    Raises:
        BadInputError: As `check_bundle`; or when a weight is missing or of another shape.
        CorruptError: As `check_bundle`.
    """
    check_bundle(recipe, folder)
    weights = read_weights(folder / "model.onnx")
    base_model = locate_base_model(recipe.base_model, root)
    make = _sparse_encoder if recipe.kind == "sparse" else _cross_encoder
    return make(recipe, base_model, weights, folder)


def _sparse_encoder(recipe: Recipe, base_model: str, weights: GraphWeights, folder: Path) -> Any:
    from pipelines.train.sparse_encoder import build_sparse_encoder

    model: Any = build_sparse_encoder(recipe, base_model, [])
    ways = model[0].sub_modules
    (queries,), (backbone, head) = ways["query"], ways["document"]
    _fill(queries, {"weight": read_query_weights(folder, len(queries.weight))}, folder)
    _fill(backbone.model, _below(BACKBONE, weights.named), folder, _FRESH)
    _fill(head, _of_lexical_head(weights, folder), folder, ("banned",))
    return model


def _cross_encoder(recipe: Recipe, base_model: str, weights: GraphWeights, folder: Path) -> Any:
    from pipelines.train.cross_encoder import build_cross_encoder

    model: Any = build_cross_encoder(recipe, base_model, [])
    _fill(model[0].model, _below(BACKBONE, weights.named), folder, _FRESH)
    _fill(model[1], _of_interaction_head(weights, folder), folder, ("special",))
    return model


def _of_lexical_head(weights: GraphWeights, folder: Path) -> Weights:
    """The head's parameters; the graph has the scale in the decoder, whose rows are of length one without."""
    decoders = [matrix for matrix in weights.unnamed if matrix.shape[0] > 1]
    weighers = [matrix for matrix in weights.unnamed if matrix.shape[0] == 1]
    if len(decoders) != 1 or len(weighers) != 1 or len(weights.looked_up) != 1:
        raise _other_graph(folder, "lexical")
    lengths = np.linalg.norm(decoders[0], axis=1)
    scale = np.asarray(np.median(lengths), dtype=np.float32)
    return _below(HEAD, weights.named) | {
        "decoder": decoders[0] / np.maximum(lengths, 1e-12)[:, None],
        "scale": scale,
        "weigh.weight": weighers[0],
        "prior": weights.looked_up[0],
    }


def _of_interaction_head(weights: GraphWeights, folder: Path) -> Weights:
    """The head's parameters. Of a small vocabulary the graph has the importance as it is used, from 0 on."""
    if len(weights.unnamed) != 1:
        raise _other_graph(folder, "interaction")
    used = {"importance": weights.looked_up[0]} if weights.looked_up else {}
    return used | _below(HEAD, weights.named) | {"project.weight": weights.unnamed[0]}


def _below(prefix: str, named: Weights) -> Weights:
    return {name.removeprefix(prefix): array for name, array in named.items() if name.startswith(prefix)}


def _fill(module: nn.Module, values: Weights, folder: Path, kept: tuple[str, ...] = ()) -> None:
    """Put the values in, all but those of names that begin with one of `kept`."""
    state = {name: value for name, value in module.state_dict().items() if not name.startswith(kept)}
    shapes = {name: tuple(value.shape) for name, value in state.items()}
    found = {name: values[name].shape for name in state if name in values}
    if found != shapes:
        differing = next(name for name in shapes if found.get(name) != shapes[name])
        raise BadInputError(
            f"start {folder} has no {differing} of shape {shapes[differing]}, but {found.get(differing)}",
            "a bundle of the recipe's architecture",
        )
    filled = {name: torch.from_numpy(np.array(values[name], dtype=np.float32)) for name in state}
    module.load_state_dict(filled, strict=False)


def _other_graph(folder: Path, head: str) -> BadInputError:
    return BadInputError(f"start {folder} has another head", f"a bundle with the {head} head")
