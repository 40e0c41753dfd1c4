"""Export, gate, card: a trained model becomes a bundle or nothing."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.export.bundle import seal, write_fp32, write_int8
from pipelines.export.calibration import calibration_feeds
from pipelines.export.gate import compare
from pipelines.export.model_card import model_card
from pipelines.families import Serving
from pipelines.judged.develop_sets import load_develop_sets
from pipelines.plan import Plan
from pipelines.recipe import Recipe
from search_app.bundles.manifest import BundleManifest
from search_app.errors import BadInputError


def publish(plan: Plan, trained: Path, output: Path, notes: str = "") -> BundleManifest:
    """Write the bundle of a trained model to `output`, which must not exist or be empty.

    Everything is made beside it and moved in one step, so there is a whole bundle or none.

    Args:
        plan: Of the run; an 8-bit model is gated on its development sets.
        trained: Folder of what the run saved, or of the base model itself.
        output: Folder of the bundle.
        notes: For the card.

    Raises:
        BadInputError: When `output` holds something, or there is nothing to gate on.
        SearchAppError: When parity or the gate fails; nothing is written.
    """
    recipe, serving = plan.recipe, plan.family.serving
    if serving is None:
        raise BadInputError(f"a {plan.family.name} is not served", "a recipe of a family that is")
    if output.is_dir() and any(output.iterdir()):
        raise BadInputError(
            f"{output} is not empty", "a new folder for the bundle", "choose another --output"
        )
    if recipe.export.precision == "int8" and not recipe.develop:
        raise BadInputError("no development set to gate on", "a [[develop]] entry in the recipe")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".export-") as scratch:
        fp32, int8 = Path(scratch) / "fp32", Path(scratch) / "int8"
        manifest = write_fp32(serving.graph(trained, recipe), serving, plan, fp32)
        chosen = fp32
        if recipe.export.precision == "int8":
            develop = load_develop_sets(recipe, plan.root)
            feeds = calibration_feeds(serving, fp32, develop)
            export = recipe.export
            manifest = write_int8(fp32, manifest, int8, feeds, export.quantiser, export.last_by_blocks)
            chosen = int8
            report = compare(serving, fp32, int8, develop)
            report.check(recipe.export.max_loss)
            manifest = replace(manifest, quality=report.rows)
        finish(serving, chosen, manifest, recipe, notes)
        if output.is_dir():
            output.rmdir()
        chosen.rename(output)
    return manifest


def finish(serving: Serving, folder: Path, manifest: BundleManifest, recipe: Recipe, notes: str) -> None:
    """Measure the speed, write the card, seal the folder."""
    seal(folder, manifest)
    manifest = replace(manifest, speed=measure_speed(serving, folder))
    (folder / "README.md").write_text(model_card(manifest, serving, recipe, notes), encoding="utf-8")
    seal(folder, manifest)


PASSAGE = "the history of a search engine that weighs every word it reads and says why it found a page " * 5
QUERY = "why did the search engine find this page"
PASSAGES = 64


def measure_speed(serving: Serving, bundle: Path) -> dict[str, Any]:
    """Return passages (or pairs) per second, milliseconds per query, and the circumstances."""
    circumstances = {"cores": os.cpu_count(), "tokens": 100, "note": "other work may share the machine"}
    return {**serving.speed(bundle, QUERY, [PASSAGE] * PASSAGES), **circumstances}
