"""Going on from what earlier runs have trained, in place of an untrained head.

Several starts are one model, the mean of their weights: runs that come from one another lie in one basin of
the loss, where the mean is often better than each (model soups, Wortsman et al. 2022).
"""

from pathlib import Path
from typing import Any

import torch
from sentence_transformers import CrossEncoder, SentenceTransformer, SparseEncoder

from pipelines.architectures.lexical_head import LexicalHead
from pipelines.recipe import Recipe
from pipelines.train.bundle_start import load_bundle
from pipelines.train.query_generator import load_query_generator
from search_app.bundles import is_bundle
from search_app.errors import BadInputError

LOADERS = {"dense": SentenceTransformer, "sparse": SparseEncoder, "cross-encoder": CrossEncoder}


def load_starts(recipe: Recipe, folders: list[Path], root: Path) -> Any:
    """Load a trained model of the recipe's kind, or the mean of several.

    A `frequency` or `length` that the recipe itself gives replaces what a lexical head has learned.

    Args:
        recipe: Its kind, and for a bundle its base model.
        folders: Of models or bundles, as `locate_starts` returns them.
        root: Data root of the recipe.

    Raises:
        BadInputError: When a folder's model is of another kind, or of another shape than the first.
    """
    model = _load(recipe, folders[0], root)
    if len(folders) > 1:
        others = [_load(recipe, folder, root).state_dict() for folder in folders[1:]]
        model.load_state_dict(_mean(folders, [model.state_dict(), *others]))
    for module in model.modules():
        if isinstance(module, LexicalHead):
            _set_factors(module, recipe)
    return model


def _load(recipe: Recipe, folder: Path, root: Path) -> Any:
    if is_bundle(folder):
        return load_bundle(recipe, folder, root)
    if recipe.kind == "query-generator":
        return load_query_generator(str(folder))
    try:
        # The heads are classes of this package, which the library counts as remote code.
        return LOADERS[recipe.kind](str(folder), local_files_only=True, trust_remote_code=True)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise BadInputError(
            f"start {folder} is no {recipe.kind} model ({error})",
            f"what a {recipe.kind} recipe trained",
        ) from error


def _mean(folders: list[Path], states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    shapes = [{name: value.shape for name, value in state.items()} for state in states]
    for folder, found in zip(folders, shapes, strict=True):
        if found != shapes[0]:
            raise BadInputError(
                f"start {folder} has other weights than {folders[0]}",
                "models of one architecture",
                "average runs that go on from one another",
            )
    return {name: _mean_of([state[name] for state in states]) for name in states[0]}


def _mean_of(values: list[torch.Tensor]) -> torch.Tensor:
    if not values[0].is_floating_point():
        return values[0]
    return torch.stack([value.float() for value in values]).mean(dim=0).to(values[0].dtype)


def _set_factors(head: LexicalHead, recipe: Recipe) -> None:
    given = recipe.sparse.model_fields_set & {"frequency", "length"}
    with torch.no_grad():
        for name in given:
            getattr(head, name).fill_(getattr(recipe.sparse, name))
