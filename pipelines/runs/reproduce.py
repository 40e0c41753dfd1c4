"""Run a finished run again and compare: the same data, the same losses and measures within a tolerance."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.runs.folder import MANIFEST, RECIPE, RunFolder
from search_app.errors import BadInputError, SearchAppError

TOLERANCE = 0.01
"""Largest relative difference of a figure; threads add in another order, GPUs round otherwise."""


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How far a second run came from the first.

    Attributes:
        steps: Steps trained.
        losses: Losses compared.
        largest_loss_difference: Relative, over all logged steps.
        largest_weight_difference: Absolute, over all weights.
        measures: {measure: (first, second)} of runs that retrieve.
        versions: {package: (first, second)} where they differ.
    """

    steps: int
    losses: int
    largest_loss_difference: float
    largest_weight_difference: float
    measures: dict[str, tuple[float, float]]
    versions: dict[str, tuple[str, str]]


def reproduce_run(path: Path, tolerance: float = TOLERANCE, scratch: Path | None = None) -> Reproduction:
    """Train the recipe of a run folder again, elsewhere, and compare.

    Args:
        path: A finished run folder; its data must still lie where it was.
        tolerance: Largest relative difference of losses and measures.
        scratch: Folder of the second run, kept; by default a temporary one.

    Raises:
        BadInputError: When the run is not finished, or its data changed.
        SearchAppError: When the second run differs by more than the tolerance; names the figure.
    """
    first = RunFolder(path)
    receipt = first.receipt()
    if not first.complete:
        raise BadInputError(
            f"the run in {path} is not finished", f"a folder with {MANIFEST}", "resume it first"
        )
    with tempfile.TemporaryDirectory(prefix="reproduce-") as folder:
        second = _run_again(path, receipt, scratch or Path(folder) / "run")
        found = _compare(first, second, receipt)
    _check(found, tolerance)
    return found


def _run_again(path: Path, receipt: dict[str, Any], output: Path) -> RunFolder:
    from pipelines.plan import make_plan
    from pipelines.runs.receipt import make_receipt
    from pipelines.train import run

    root = Path(receipt["data_root"])
    now = make_receipt(make_plan(path / RECIPE, root))["data"]
    changed = sorted(
        name for name in now.keys() | receipt["data"].keys() if now.get(name) != receipt["data"].get(name)
    )
    if changed:
        raise BadInputError(
            f"the data of {path} changed since it was trained ({', '.join(changed)})", "the same files"
        )
    return run(path / RECIPE, output, root, export=False)


def _compare(first: RunFolder, second: RunFolder, receipt: dict[str, Any]) -> Reproduction:
    before, after = _losses(first.path), _losses(second.path)
    manifests = [json.loads((run.path / MANIFEST).read_text(encoding="utf-8")) for run in (first, second)]
    if before.keys() != after.keys():
        raise SearchAppError(f"the second run logged {len(after)} steps", f"the {len(before)} of the first")
    now = second.receipt()["versions"]
    measures = manifests[0].get("retrieval", {})
    return Reproduction(
        int(manifests[1]["steps"]),
        len(before),
        max((_relative(before[step], after[step]) for step in before), default=0.0),
        _weight_difference(first.model, second.model),
        {name: (value, manifests[1]["retrieval"][name]) for name, value in measures.items()},
        {name: (was, now.get(name, "")) for name, was in receipt["versions"].items() if now.get(name) != was},
    )


def _check(found: Reproduction, tolerance: float) -> None:
    differences = {"the training loss": found.largest_loss_difference}
    differences |= {name: _relative(*pair) for name, pair in found.measures.items()}
    if not found.losses:  # Nothing was trained: the mean of other runs' weights.
        differences["a weight"] = found.largest_weight_difference
    name, worst = max(differences.items(), key=lambda entry: entry[1])
    if worst > tolerance:
        versions = ", ".join(f"{key} {was} → {now}" for key, (was, now) in found.versions.items())
        raise SearchAppError(
            f"not reproduced: {name} differs by {worst:.2%}",
            f"at most {tolerance:.2%}",
            f"install the versions of the first run ({versions})" if versions else "",
        )


def _losses(folder: Path) -> dict[int, float]:
    lines = (folder / "curves.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line]
    return {row["step"]: float(row["loss"]) for row in rows if "loss" in row}


def _relative(first: float, second: float) -> float:
    return abs(first - second) / max(abs(first), 1e-6)


def _weight_difference(first: Path, second: Path) -> float:
    """Largest absolute difference between the weights of two saved models."""
    from safetensors.numpy import load_file

    worst = 0.0
    for path in sorted(first.rglob("*.safetensors")):
        other = load_file(second / path.relative_to(first))
        for name, value in load_file(path).items():
            worst = max(worst, float(np.abs(value.astype(np.float64) - other[name]).max(initial=0.0)))
    return worst
