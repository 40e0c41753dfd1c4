"""Every form of a model that can be brought, against sentence-transformers on 64 texts."""

import tempfile
from pathlib import Path

from benchmarks.brought_cases import CROSS, DENSE, REFUSED, SPARSE
from benchmarks.brought_models import Case
from benchmarks.table import save
from pipelines.bring.add import Request, add, bring
from pipelines.bring.loaded import quiet
from pipelines.bring.source import find_source
from search_app.bundles import read_manifest
from search_app.errors import SearchAppError


def main() -> None:
    """Add each model in a folder of its own and write down what came of it."""
    rows = [_row(case) for case in (*DENSE, *SPARSE, *CROSS)] + [_refused(case) for case in REFUSED]
    save(
        "models",
        "Models brought, tiny and random: largest difference to the library on 64 texts",
        ["kind", "model", "fp32", "int8", "outcome"],
        rows,
        "Differences are relative to the largest value where that is above 1. int8 is reported; what decides "
        "on it is retrieval (docs/models.md).",
    )


def _row(case: Case) -> list[str]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "model"
        with quiet():
            case.build(folder)
        request = Request(str(folder), "model", kind=case.said, wishes=case.wishes)
        try:
            manifest = read_manifest(add(request, Path(scratch) / "data"))
        except SearchAppError as error:
            return [case.kind, case.name, "", "", f"failed: {error}"]
    figures = [_worst(manifest.parity, word) for word in ("fp32", "int8")]
    return [case.kind, case.name, *figures, f"exact, served in {manifest.precision}"]


def _refused(case: Case) -> list[str]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "model"
        with quiet():
            case.build(folder)
        try:
            bring(find_source(str(folder)), case.said, case.wishes)
        except SearchAppError as error:
            return ["", case.name, "", "", f"refused: {error.given.replace(scratch, '…')[:110]}"]
    return ["", case.name, "", "", "not refused"]


def _worst(parity: object, word: str) -> str:
    held = parity if isinstance(parity, dict) else {}
    found = [max(values.values()) for title, values in held.items() if title.startswith(word)]
    return f"{found[0]:.0e}" if found else "–"
