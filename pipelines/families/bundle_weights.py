"""Going on from a bundle: the weights that serving has in 8 bits, for a model to train."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from search_app.bundles.manifest import read_manifest, verify_files
from search_app.errors import BadInputError

if TYPE_CHECKING:
    from pipelines.recipe import Recipe

BACKBONE, HEAD = "backbone.", "head."
FRESH = ("pooler.",)
"""Of a backbone, what no graph reads and no bundle has."""

Weights = dict[str, NDArray[np.float32]]


def check_bundle(recipe: "Recipe", folder: Path) -> None:
    """Find a bundle that the recipe cannot go on from.

    Raises:
        BadInputError: When it is of another kind or base model.
        CorruptError: When a file is not what the manifest says.
    """
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


def other_head(folder: Path, head: str) -> BadInputError:
    """The graph has not the weights that the head needs."""
    return BadInputError(f"start {folder} has another head", f"a bundle with the {head} head")


def below(prefix: str, named: Weights) -> Weights:
    """Those of names that begin with the prefix, without it."""
    return {name.removeprefix(prefix): array for name, array in named.items() if name.startswith(prefix)}


def fill(module: nn.Module, values: Weights, folder: Path, kept: tuple[str, ...] = ()) -> None:
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
