"""Going on from what earlier runs have trained, in place of an untrained head.

Several starts are one model, the mean of their weights: runs that come from one another lie in one basin of
the loss, where the mean is often better than each (model soups, Wortsman et al. 2022).
"""

from pathlib import Path
from typing import Any

import torch

from pipelines.plan import Plan
from search_app.bundles import is_bundle
from search_app.errors import BadInputError


def load_starts(plan: Plan) -> Any:
    """Load the trained model that the recipe goes on from, or the mean of several.

    Raises:
        BadInputError: When a folder's model is of another kind, or of another shape than the first.
    """
    first, *others = plan.starts
    model = _load(plan, first)
    if others:
        states = [_load(plan, folder).state_dict() for folder in others]
        model.load_state_dict(_mean([first, *others], [model.state_dict(), *states]))
    plan.family.adopt(model, plan.recipe)
    return model


def _load(plan: Plan, folder: Path) -> Any:
    family = plan.family
    if is_bundle(folder):
        family.check_bundle(plan.recipe, folder)
        return family.load_bundle(plan.recipe, folder, plan.base_model)
    try:
        return family.load(folder)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise BadInputError(
            f"start {folder} is no {family.name} model ({error})",
            f"what a {family.name} recipe trained",
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
