"""One command for every recipe: check, mine, train or resume, export, sign off."""

from collections.abc import Callable
from pathlib import Path

from pipelines.plan import Plan, make_plan
from pipelines.recipe import Recipe
from pipelines.runs.folder import RunFolder
from search_app.bundles import is_bundle
from search_app.errors import BadInputError


def run(recipe_path: Path, output: Path, data_root: Path | None = None, export: bool = True) -> RunFolder:
    """Train as the recipe says and write a bundle to `output`/bundle.

    A folder of the same recipe is resumed from its last checkpoint; a complete one is left as it is.
    A folder of another recipe is refused.

    Args:
        recipe_path: A .toml file or the name of a shipped recipe.
        output: The run folder.
        data_root: Where the recipe's paths start; by default $SEARCH_APP_TRAINING_DATA, or the recipe's
            `data_root` seen from the recipe file.
        export: Whether to make the bundle.

    Raises:
        BadInputError: When the recipe or its data cannot be used; nothing has been trained then.
        NotFoundError: When a file, folder or base model is missing.
    """
    plan, folder = make_plan(recipe_path, data_root), RunFolder(output)
    # What is not served stays a folder that transformers loads.
    export = export and plan.family.serving is not None
    if folder.complete:
        folder.check_recipe(plan.path)
    else:
        check(plan)
        if export:
            _check_gate(plan.recipe)
        trainer_of(plan)(plan, folder)
    if export and not (output / "bundle").is_dir():
        from pipelines.export import run as export_run

        export_run(output, output / "bundle", plan.root)
    return folder


def check(plan: Plan) -> None:
    """Find what is missing before any work is done."""
    import torch

    from pipelines.base_model import check_hub_model
    from pipelines.data.source import check_source
    from pipelines.distil.teacher import check_teacher
    from pipelines.train.targets import check_targets

    recipe, root, starts = plan.recipe, plan.root, plan.starts
    for bundle in filter(is_bundle, starts):
        plan.family.check_bundle(recipe, bundle)
    if recipe.training is None and len(starts) > 1:
        return
    if recipe.training is None or not recipe.data:
        raise BadInputError(
            f"recipe {recipe.name!r} has nothing to train on",
            "a [training] table and at least one [[data]] entry, or several runs in start",
            "if the base model is to be used as it is: search-app export RECIPE -o BUNDLE",
        )
    check_targets(recipe)
    if recipe.training.precision == "fp16" and not torch.cuda.is_available():
        raise BadInputError(
            f"recipe {recipe.name!r} trains in fp16, and there is no GPU",
            'precision = "bf16" or "fp32" on a CPU',
        )
    plan.family.check(recipe)
    if recipe.two_stage is not None:
        _check_collection(plan)
    for name in _cross_encoders(recipe):
        check_teacher(name, root)
    for source in recipe.data:
        check_source(source, root)
    for entry in recipe.develop:
        if not (root / entry.path).is_dir():
            raise BadInputError(f"development set {root / entry.path} does not exist", "a BEIR folder")
    check_hub_model(plan.base_model)


def _check_gate(recipe: Recipe) -> None:
    """Refuse before the training what the export would refuse after it."""
    if recipe.export.precision == "int8" and not recipe.develop:
        raise BadInputError(
            f"recipe {recipe.name!r} has no development set, and its 8-bit bundle is gated on one",
            "a [[develop]] entry: a folder with judgements, and its split",
            'add one, or set export.precision = "fp32", which needs no gate',
        )


def _check_collection(plan: Plan) -> None:
    recipe = plan.recipe
    if not plan.family.two_stage or recipe.data[0].format not in ("beir", "msmarco"):
        raise BadInputError(
            f"recipe {recipe.name!r} has [two_stage] for {recipe.kind}, {recipe.data[0].format}",
            'kind = "dense" and a first [[data]] entry with a collection (beir or msmarco)',
        )


def _cross_encoders(recipe: Recipe) -> list[str]:
    """Models that judge pairs before the training."""
    filters = [recipe.negatives.filter_model] if recipe.negatives and recipe.negatives.filter_model else []
    return filters + (recipe.distillation.teachers if recipe.distillation else [])


def trainer_of(plan: Plan) -> Callable[[Plan, RunFolder], None]:
    """What trains the recipe: `train_once`, or `train_two_stages` where it has [two_stage]."""
    if plan.recipe.two_stage is None:
        from pipelines.train.single_stage import train_once

        return train_once
    from pipelines.train.two_stage import train_two_stages

    return train_two_stages
