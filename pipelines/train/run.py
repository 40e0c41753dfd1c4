"""One command for every recipe: check, mine, train or resume, export, sign off."""

from collections.abc import Callable
from pathlib import Path

from pipelines.data_root import find_data_root
from pipelines.recipe import Recipe, load_recipe, locate_recipe
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
    path = locate_recipe(recipe_path)
    recipe = load_recipe(path)
    root = find_data_root(recipe, path, data_root)
    folder = RunFolder(output)
    if folder.complete:
        folder.check_recipe(path)
    else:
        base_model = check(recipe, root)
        if export:
            _check_gate(recipe)
        trainer_of(recipe)(recipe, path, root, base_model, folder)
    # A generator only makes training data: it stays a folder that transformers loads.
    if export and recipe.kind != "query-generator" and not (output / "bundle").is_dir():
        from pipelines.export import run as export_run

        export_run(output, output / "bundle", root)
    return folder


def check(recipe: Recipe, root: Path) -> str:
    """Find what is missing before any work is done; returns the base model's folder or Hub id."""
    import torch

    from pipelines.base_model import check_hub_model, locate_base_model
    from pipelines.data.source import check_source
    from pipelines.distil.teacher import check_teacher
    from pipelines.starts import locate_starts
    from pipelines.train.bundle_start import check_bundle
    from pipelines.train.targets import check_targets

    starts = locate_starts(recipe, root)
    for bundle in filter(is_bundle, starts):
        check_bundle(recipe, bundle)
    if recipe.training is None and len(starts) > 1:
        return str(starts[0])
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
    if recipe.cross_encoder.layers is not None and recipe.cross_encoder.head != "interaction":
        raise BadInputError(
            f"recipe {recipe.name!r} has cross_encoder.layers for the head {recipe.cross_encoder.head!r}",
            'head = "interaction", whose backbone can keep its lowest layers; or no layers',
        )
    if recipe.two_stage is not None:
        _check_collection(recipe)
    for name in _cross_encoders(recipe):
        check_teacher(name, root)
    for source in recipe.data:
        check_source(source, root)
    for entry in recipe.develop:
        if not (root / entry.path).is_dir():
            raise BadInputError(f"development set {root / entry.path} does not exist", "a BEIR folder")
    base_model = locate_base_model(recipe.base_model, root)
    check_hub_model(base_model)
    return base_model


def _check_gate(recipe: Recipe) -> None:
    """Refuse before the training what the export would refuse after it."""
    if recipe.kind != "query-generator" and recipe.export.precision == "int8" and not recipe.develop:
        raise BadInputError(
            f"recipe {recipe.name!r} has no development set, and its 8-bit bundle is gated on one",
            "a [[develop]] entry: a folder with judgements, and its split",
            'add one, or set export.precision = "fp32", which needs no gate',
        )


def _check_collection(recipe: Recipe) -> None:
    if recipe.kind != "dense" or recipe.data[0].format not in ("beir", "msmarco"):
        raise BadInputError(
            f"recipe {recipe.name!r} has [two_stage] for {recipe.kind}, {recipe.data[0].format}",
            'kind = "dense" and a first [[data]] entry with a collection (beir or msmarco)',
        )


def _cross_encoders(recipe: Recipe) -> list[str]:
    """Models that judge pairs before the training."""
    filters = [recipe.negatives.filter_model] if recipe.negatives and recipe.negatives.filter_model else []
    return filters + (recipe.distillation.teachers if recipe.distillation else [])


def trainer_of(recipe: Recipe) -> Callable[..., None]:
    """What trains the recipe: `train_once`, or `train_two_stages` where it has [two_stage]."""
    if recipe.two_stage is None:
        from pipelines.train.single_stage import train_once

        return train_once
    from pipelines.train.two_stage import train_two_stages

    return train_two_stages
