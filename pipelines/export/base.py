"""Bundles of base models as their authors trained them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.base_model import check_hub_model, locate_base_model
from pipelines.data_root import find_data_root
from pipelines.export.publish import publish
from pipelines.export.trained import load_trained
from pipelines.recipe import Recipe, load_recipe, locate_recipe, recipe_hash
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
    from pipelines.judged.develop_sets import load_develop_sets

    path = locate_recipe(recipe_path)
    recipe = load_recipe(path)
    if recipe.kind != "dense" or recipe.training is not None or recipe.starts:
        raise BadInputError(
            f"recipe {recipe.name!r} has something to train",
            "the folder of its finished run, or a dense recipe without [training]",
            f"search-app train {recipe_path} -o RUN, then search-app export RUN",
        )
    root = find_data_root(recipe, path)
    folder = _folder(locate_base_model(recipe.base_model, root))
    _check_modules(folder, recipe)
    develop = load_develop_sets(recipe, root) if recipe.export.precision == "int8" else []
    return publish(load_trained(folder, recipe, recipe_hash(path)), output, develop, notes)


def _check_modules(folder: Path, recipe: Recipe) -> None:
    """Refuse a model whose own files say another thing than the recipe, which would win in silence.

    Raises:
        BadInputError: Names what would be ignored.
    """
    from pipelines.bring.source import read_json

    modules = read_json(folder / "modules.json") or []
    names = [str(entry.get("type", "")).rsplit(".", 1)[-1] for entry in modules]
    own = read_json(folder / "config_sentence_transformers.json") or {}
    ignored = [name for name in names if name not in ("Transformer", "Pooling", "Normalize")]
    for entry in modules:
        pooling = read_json(folder / str(entry.get("path", "")) / "config.json") or {}
        if str(entry.get("type", "")).endswith(".Pooling"):
            modes = [name for name in ("max", "weightedmean", "lasttoken") if _pools(pooling, name)]
            modes += [name for name in ("cls", "mean") if _pools(pooling, name)]
            ignored += [f"pooling {mode}" for mode in modes if mode != recipe.dense.pooling]
    prompts = [name for name, text in (own.get("prompts") or {}).items() if text]
    ignored += [f"prompt {name!r}" for name in prompts]
    ignored += [f"truncate_dim {own['truncate_dim']}"] if own.get("truncate_dim") else []
    if own.get("similarity_fn_name") not in (None, "cosine") and recipe.dense.normalise:
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
