"""The README of a brought model: where it is from, what was checked, what is known."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.export.bundle import seal
from search_app.bundles.manifest import BundleManifest


def write_card(folder: Path, manifest: BundleManifest) -> None:
    """Write the card and seal the folder."""
    (folder / "README.md").write_text(card(manifest), encoding="utf-8")
    seal(folder, manifest)


def card(manifest: BundleManifest) -> str:
    """Return the card as Markdown."""
    commit = manifest.source.get("commit") or "no commit known"
    weights = [f"- `{file}` sha256 `{digest}`" for file, digest in manifest.source.get("weights", {}).items()]
    sections = [
        f"# {manifest.name}",
        f"A {manifest.kind} model in ONNX ({manifest.precision}), made from `{manifest.base_model}` "
        f"({commit}).",
        "## Weights\n\n" + "\n".join(weights),
        "## What was read and chosen\n\n" + ("\n".join(f"- {note}" for note in manifest.notes) or "Nothing."),
        f"## Against sentence-transformers\n\n{_listed(manifest.parity)}",
        f"## 8 bits\n\n{_listed(manifest.quality)}" if manifest.quality else "",
        f"## Licence\n\n{manifest.licence or 'Not named by the model.'}",
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _listed(figures: Mapping[str, Any]) -> str:
    return "\n".join(f"- {name}: {json.dumps(value)}" for name, value in figures.items())
