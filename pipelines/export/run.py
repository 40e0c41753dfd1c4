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
    from pipelines.plan import make_plan
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
    plan = make_plan(run_folder / RECIPE, data_root or Path(receipt["data_root"]))
    if plan.family.serving is None:
        raise BadInputError(
            f"the run in {run_folder} trained a {plan.family.name}, which is not served",
            "a dense, sparse or cross-encoder run",
            f"use {folder.model} with search-app generate",
        )
    return publish(plan, model, output, notes)
