"""The README of a bundle, from its manifest and its recipe."""

import json
from collections.abc import Mapping
from typing import Any

from pipelines.families import Serving
from pipelines.packaged import PACKAGED
from pipelines.recipe import Recipe
from search_app.bundles.manifest import BundleManifest

LIMITS = (
    "Trained or adapted with little data on small hardware. Texts beyond the window are cut. Not tested on "
    "languages other than English, on code beyond docstrings, or for fairness between groups of people."
)


def model_card(manifest: BundleManifest, serving: Serving, recipe: Recipe, notes: str = "") -> str:
    """Return the card as Markdown.

    Args:
        manifest: With parity, quality and speed filled in.
        serving: Of the model's family.
        recipe: That made the model.
        notes: What was tried and what is known about this model, in Markdown.
    """
    sections = [
        f"# {manifest.name} {manifest.version}",
        recipe.description,
        "## Base model\n\n"
        f"`{manifest.base_model}`, licence {recipe.base_licence}. "
        f"{_packaged(recipe.base_model)}",
        _data(recipe),
        f"## Recipe\n\n`{manifest.recipe['name']}`, sha256 `{manifest.recipe['sha256']}`.",
        _quality(manifest.quality),
        f"## Parity\n\n{_listed(manifest.parity)}",
        f"## Speed\n\n{_listed(manifest.speed)}",
        f"## Intended use\n\n{serving.use}",
        f"## Limits\n\n{LIMITS}",
        notes.strip(),
        f"## Licence\n\n{manifest.licence} for the weights; the data sets keep their own terms.",
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _packaged(name: str) -> str:
    return PACKAGED[name].about if name in PACKAGED else "See its own card for what it was trained on."


def _data(recipe: Recipe) -> str:
    if not recipe.data:
        return "## Training data\n\nNone: the base model's weights are used as they are."
    lines = ["## Training data", "", "| source | split | at most | licence as read |", "|---|---|---|---|"]
    for source in recipe.data:
        split = source.split if source.format == "beir" else source.format
        lines.append(f"| {source.path} | {split} | {source.max_pairs or 'all'} | {source.licence} |")
    return "\n".join(lines)


def _quality(quality: Mapping[str, Any]) -> str:
    lines = [
        "## Quality",
        "",
        "nDCG@10 with 95% bootstrap intervals over queries. Choices were made on development sets only.",
        "",
        "| set | measure | value |",
        "|---|---|---|",
    ]
    lines += [
        f"| {name} | {key} | {_shown(value)} |" for name, row in quality.items() for key, value in row.items()
    ]
    return "\n".join(lines)


def _listed(figures: Mapping[str, Any]) -> str:
    return "\n".join(f"- {key}: {_shown(value)}" for key, value in figures.items()) or "Not measured."


def _shown(value: Any) -> str:
    if isinstance(value, dict) and "ndcg@10" in value:
        low, high = value["ci95"]
        return f"{value['ndcg@10']:.4f} [{low:.4f}, {high:.4f}]"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(entry)}" for key, entry in value.items())
    return value if isinstance(value, str) else json.dumps(value)
