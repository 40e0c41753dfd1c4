"""Export, gate, card: a trained model becomes a bundle or nothing."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.export.bundle import TrainedModel, seal, write_fp32, write_int8
from pipelines.export.calibration import calibration_feeds
from pipelines.export.gate import compare
from pipelines.export.model_card import model_card
from pipelines.export.speed import measure_speed
from pipelines.judged.develop_set import JudgedSet
from search_app.bundles.manifest import BundleManifest
from search_app.errors import BadInputError


def publish(
    model: TrainedModel,
    output: Path,
    develop: Sequence[JudgedSet],
    notes: str = "",
) -> BundleManifest:
    """Write the bundle to `output`, which must not exist or be empty.

    Everything is made beside it and moved in one step, so there is a whole bundle or none.

    Args:
        model: What was trained.
        output: Folder of the bundle.
        develop: Sets for the gate; without them an 8-bit model cannot be published.
        notes: For the card.

    Raises:
        BadInputError: When `output` holds something, or there is nothing to gate on.
        SearchAppError: When parity or the gate fails; nothing is written.
    """
    wanted = model.recipe.export.precision
    if output.is_dir() and any(output.iterdir()):
        raise BadInputError(
            f"{output} is not empty", "a new folder for the bundle", "choose another --output"
        )
    if wanted == "int8" and not develop:
        raise BadInputError("no development set to gate on", "a [[develop]] entry in the recipe")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".export-") as scratch:
        fp32, int8 = Path(scratch) / "fp32", Path(scratch) / "int8"
        manifest = write_fp32(model, fp32)
        chosen = fp32
        if wanted == "int8":
            manifest = write_int8(fp32, manifest, model.recipe, int8, calibration_feeds(fp32, develop))
            chosen = int8
            report = compare(fp32, int8, develop)
            report.check(model.recipe.export.max_loss)
            manifest = replace(manifest, quality=report.rows)
        finish(chosen, manifest, model, notes)
        if output.is_dir():
            output.rmdir()
        chosen.rename(output)
    return manifest


def finish(folder: Path, manifest: BundleManifest, model: TrainedModel, notes: str) -> None:
    """Measure the speed, write the card, seal the folder."""
    seal(folder, manifest)
    manifest = replace(manifest, speed=measure_speed(folder))
    (folder / "README.md").write_text(model_card(manifest, model.recipe, notes), encoding="utf-8")
    seal(folder, manifest)
