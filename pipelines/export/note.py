"""Adding figures or notes to a bundle after it was made: the weights and the fingerprint stay."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.export.bundle import seal
from pipelines.export.model_card import model_card
from pipelines.recipe import Recipe
from search_app.bundles.manifest import BundleManifest, read_manifest, verify_files


def amend(
    folder: Path, recipe: Recipe, notes: str = "", quality: Mapping[str, Any] | None = None
) -> BundleManifest:
    """Rewrite card and manifest with more quality figures and new notes.

    Args:
        folder: A whole bundle.
        recipe: That made it.
        notes: Markdown that replaces the card's notes.
        quality: {data set: {measure: value}}, added to what is there.

    Raises:
        CorruptError: When a file of the bundle is missing or altered.
    """
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    manifest = replace(manifest, quality={**manifest.quality, **(quality or {})})
    (folder / "README.md").write_text(model_card(manifest, recipe, notes), encoding="utf-8")
    return seal(folder, manifest)
