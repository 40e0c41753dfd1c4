"""One command for every recipe: check, mine, train or resume, export, sign off."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.recipe import Recipe, load_recipe, locate_recipe, recipe_hash
from pipelines.runs.folder import RunFolder
from search_app.errors import BadInputError

DATA_VARIABLE = "SEARCH_APP_TRAINING_DATA"


def run(recipe_path: Path, output: Path, data_root: Path | None = None, export: bool = True) -> RunFolder:
    """Train as the recipe says and write a bundle to `output`/bundle.

    A folder of the same recipe is resumed from its last checkpoint; a complete one is left as it is.

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
    if not folder.complete:
        base_model = check(recipe, root)
        _train(recipe, path, root, base_model, folder)
    if export and not (output / "bundle").is_dir():
        from pipelines.export import run as export_run

        export_run(output, output / "bundle", root)
    return folder


def find_data_root(recipe: Recipe, path: Path, given: Path | None = None) -> Path:
    """Return the folder that the recipe's paths start from."""
    named = os.environ.get(DATA_VARIABLE)
    if given is not None:
        return given.resolve()
    return Path(named).resolve() if named else (path.parent / recipe.data_root).resolve()


def check(recipe: Recipe, root: Path) -> str:
    """Find what is missing before any work is done; returns the base model's folder or Hub id."""
    from pipelines.base_model import locate_base_model
    from pipelines.data.source import check_source

    if recipe.training is None or not recipe.data:
        raise BadInputError(
            f"recipe {recipe.name!r} has nothing to train on",
            "a [training] table and at least one [[data]] entry",
            "export it instead if the base model is to be used as it is",
        )
    if recipe.kind == "cross-encoder" and recipe.negatives is None:
        raise BadInputError(f"recipe {recipe.name!r} lacks [negatives]", "a cross-encoder learns from them")
    for source in recipe.data:
        check_source(source, root)
    for entry in recipe.develop:
        if not (root / entry.path).is_dir():
            raise BadInputError(f"development set {root / entry.path} does not exist", "a BEIR folder")
    return locate_base_model(recipe.base_model, root)


def _train(recipe: Recipe, path: Path, root: Path, base_model: str, folder: RunFolder) -> None:
    from pipelines.data.mixture import load_mixture
    from pipelines.runs.curves import write_curves
    from pipelines.runs.receipt import make_receipt
    from pipelines.train.negatives import with_negatives

    folder.start(path, make_receipt(recipe, recipe_hash(path), root))
    sources = with_negatives(recipe, root, folder.path)
    mixture = load_mixture(sources, root, recipe.seed)
    texts = [pair.positive for pairs in mixture.values() for pair in pairs]
    build, make_trainer = _kind(recipe)
    model = build(recipe, base_model, texts)
    trainer = make_trainer(recipe, model, mixture, folder.path)
    last = folder.last_checkpoint()
    result = trainer.train(resume_from_checkpoint=str(last) if last else None)
    model.save(str(folder.model))
    write_curves(trainer.state.log_history, folder.path)
    pairs = {name: len(rows) for name, rows in mixture.items()}
    folder.finish({"steps": result.global_step, "training_loss": result.training_loss, "pairs": pairs})


def _kind(recipe: Recipe) -> tuple[Callable[..., Any], Callable[..., Any]]:
    if recipe.kind == "dense":
        from pipelines.train.dense import build_dense_encoder, train_dense

        return build_dense_encoder, train_dense
    if recipe.kind == "sparse":
        from pipelines.train.sparse import build_sparse_encoder, train_sparse

        return build_sparse_encoder, train_sparse
    from pipelines.train.cross_encoder import build_cross_encoder, train_cross_encoder

    return build_cross_encoder, train_cross_encoder
