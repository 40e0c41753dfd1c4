"""Export what a run folder holds."""

from pathlib import Path

from search_app.bundles.manifest import BundleManifest
from search_app.errors import BadInputError


def run(
    run_folder: Path,
    output: Path,
    data_root: Path | None = None,
    checkpoint: int | None = None,
    notes: str = "",
) -> BundleManifest:
    """Write the bundle of a trained model.

    Args:
        run_folder: Of a finished run, or of one with checkpoints when `checkpoint` is given.
        output: A new folder.
        data_root: Where the recipe's development sets start; by default what the run was started with.
        checkpoint: Export what was kept after this step instead of the final model.
        notes: Markdown for the card: what was tried, what is known.

    Raises:
        BadInputError: When the run is not finished.
        NotFoundError: When there is no such checkpoint.
        SearchAppError: When parity or the retrieval gate fails; nothing is written then.
    """
    from pipelines.export.publish import publish
    from pipelines.export.trained import load_trained
    from pipelines.judged.develop_sets import load_develop_sets
    from pipelines.recipe import load_recipe
    from pipelines.runs.folder import RECIPE, RunFolder

    folder = RunFolder(run_folder)
    receipt = folder.receipt()
    model = folder.model if checkpoint is None else folder.checkpoint(checkpoint)
    if checkpoint is None and not folder.complete:
        raise BadInputError(
            f"the run in {run_folder} is not finished",
            "a folder with manifest.json",
            "resume it: search-app train with the same recipe and folder",
        )
    recipe = load_recipe(run_folder / RECIPE)
    if recipe.kind == "query-generator":
        raise BadInputError(
            f"the run in {run_folder} trained a query generator, which is not served",
            "a dense, sparse or cross-encoder run",
            f"use {folder.model} with search-app generate",
        )
    root = data_root or Path(receipt["data_root"])
    develop = load_develop_sets(recipe, root)
    trained = load_trained(model, recipe, receipt["recipe_sha256"])
    return publish(trained, output, develop, notes)
