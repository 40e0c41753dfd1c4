"""Bundles of base models as their authors trained them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.base_model import check_hub_model
from pipelines.export.publish import publish
from pipelines.families.dense.options import DenseOptions
from pipelines.plan import make_plan
from pipelines.recipe import Recipe
from search_app.bundles.manifest import BundleManifest
from search_app.errors import BadInputError


def export_recipe(recipe_path: Path, output: Path, notes: str = "") -> BundleManifest:
    """Write the base model of a recipe that trains nothing as a bundle, gated on the development sets.

    Args:
        recipe_path: A .toml file or the name of a shipped recipe; a base model of the hub is fetched.
        output: A new folder.
        notes: Markdown for the card.

    Raises:
        NotFoundError: When there is no such recipe, or its base model is missing.
        BadInputError: When the recipe has something to train.
        SearchAppError: When parity or the retrieval gate fails; nothing is written then.
    """
    plan = make_plan(recipe_path)
    recipe, serving = plan.recipe, plan.family.serving
    if serving is None or not serving.base_models or recipe.training is not None or recipe.starts:
        raise BadInputError(
            f"recipe {recipe.name!r} has something to train",
            "the folder of its finished run, or a dense recipe without [training]",
            f"search-app train {recipe_path} -o RUN, then search-app export RUN",
        )
    folder = _folder(plan.base_model)
    _check_modules(folder, recipe)
    return publish(plan, folder, output, notes)


def _check_modules(folder: Path, recipe: Recipe) -> None:
    """Refuse a model whose own files say another thing than the recipe, which would win in silence.

    Raises:
        BadInputError: Names what would be ignored.
    """
    from pipelines.bring.source import read_json

    options, modules = DenseOptions.of(recipe), read_json(folder / "modules.json") or []
    names = [str(entry.get("type", "")).rsplit(".", 1)[-1] for entry in modules]
    own = read_json(folder / "config_sentence_transformers.json") or {}
    ignored = [name for name in names if name not in ("Transformer", "Pooling", "Normalize")]
    for entry in modules:
        pooling = read_json(folder / str(entry.get("path", "")) / "config.json") or {}
        if str(entry.get("type", "")).endswith(".Pooling"):
            modes = [name for name in ("max", "weightedmean", "lasttoken") if _pools(pooling, name)]
            modes += [name for name in ("cls", "mean") if _pools(pooling, name)]
            ignored += [f"pooling {mode}" for mode in modes if mode != options.pooling]
    prompts = [name for name, text in (own.get("prompts") or {}).items() if text]
    ignored += [f"prompt {name!r}" for name in prompts]
    ignored += [f"truncate_dim {own['truncate_dim']}"] if own.get("truncate_dim") else []
    if own.get("similarity_fn_name") not in (None, "cosine") and options.normalise:
        ignored.append(f"similarity {own['similarity_fn_name']}")
    if ignored:
        raise BadInputError(
            f"the model in {folder} has what recipe {recipe.name!r} does not say: {', '.join(ignored)}",
            "a model that the recipe describes",
            f"search-app models add {folder}, which reads all of it from the model",
        )


def _pools(config: Mapping[str, Any], mode: str) -> bool:
    """Whether a Pooling's configuration names a mode, in the form of today or of earlier versions."""
    legacy = {"cls": "cls_token", "max": "max_tokens", "mean": "mean_tokens", "lasttoken": "lasttoken"}
    said = config.get("pooling_mode", ())
    named = said if isinstance(said, list) else [said]
    return mode in named or bool(config.get(f"pooling_mode_{legacy.get(mode, f'{mode}_tokens')}"))


def _folder(model: str) -> Path:
    if Path(model).is_dir():
        return Path(model)
    check_hub_model(model)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(model, allow_patterns=["*.json", "*.safetensors", "*.txt"]))
