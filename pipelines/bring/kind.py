"""What kind of model a folder holds, read from its files before anything is loaded."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pipelines.bring.refusal import refused
from pipelines.bring.source import ModelSource, read_json
from search_app.errors import BadInputError

BroughtKind = Literal["dense", "sparse", "cross-encoder"]
LATE = "late interaction is not served yet: every token keeps a vector of its own"
_SAVED = {"SentenceTransformer": "dense", "SparseEncoder": "sparse", "CrossEncoder": "cross-encoder"}
_SPARSE = ("SpladePooling", "MLMTransformer", "SparseAutoEncoder", "SparseStaticEmbedding")
_OUTSIDE = ("sentence_transformers.",)
_TORCH = "torch."


def check_files(source: ModelSource, kind: str | None) -> BroughtKind:
    """Return the kind of model in a folder.

    Args:
        source: The model.
        kind: "dense", "sparse" or "cross-encoder" when the user says so; None reads it.

    Raises:
        BadInputError: When the folder holds no such model, or one that is refused by name.
    """
    folder = source.folder
    config = read_json(folder / "config.json") or {}
    modules = read_json(folder / "modules.json")
    if (folder / "adapter_config.json").is_file() or list(folder.glob("*/adapter_config.json")):
        raise refused(
            "it is an adapter (LoRA) beside a base model",
            "one model with its own weights",
            "merge it first: model.merge_and_unload() of peft, then save, and add the saved folder",
        )
    if not isinstance(config, dict) or not isinstance(modules, list | None):
        raise BadInputError(f"{folder} has files of another form", "a folder of sentence-transformers")
    if not config and modules is None:
        raise BadInputError(
            f"{folder} has neither modules.json nor config.json",
            "a folder that sentence-transformers or transformers saved",
            "check the path",
        )
    types = _module_types(folder, modules or [])
    _check_code(folder, config, types)
    _check_weights(folder)
    found = _found(folder, config, types, modules is None)
    wanted = kind or found
    if wanted is None:
        raise BadInputError(
            f"{folder} has no modules.json, so its kind and how it pools are not written down",
            "a folder that sentence-transformers saved, or a classifier of transformers",
            "say it: --kind dense takes the mean of the tokens, --kind sparse a masked-LM head as SPLADE",
        )
    if wanted not in _SAVED.values():
        raise BadInputError(f"--kind {kind}", "dense, sparse or cross-encoder", "correct --kind")
    if found is not None and wanted != found:
        raise BadInputError(
            f"--kind {kind} of a model that is {found}", f"--kind {found}", "leave --kind out"
        )
    return wanted  # type: ignore[return-value]  # checked to be one of the three


def _found(folder: Path, config: Mapping[str, Any], types: Sequence[str], plain: bool) -> str | None:
    saved = (read_json(folder / "config_sentence_transformers.json") or {}).get("model_type")
    names = [name.rsplit(".", 1)[-1] for name in types]
    architectures = [str(name) for name in config.get("architectures") or ()]
    if saved == "MultiVectorEncoder" or "MultiVectorMask" in names or any("pylate" in n for n in types):
        raise refused(LATE)
    if (folder / "artifact.metadata").is_file() or "HF_ColBERT" in architectures:
        raise refused(LATE)
    if "LogitScore" in names:
        raise refused("it is a language model asked for yes or no, and its head reads the whole vocabulary")
    if saved in _SAVED:
        if saved == "CrossEncoder" and any(name.endswith("ForCausalLM") for name in architectures):
            raise refused("it is a language model asked for yes or no, and no classifier")
        return _SAVED[saved]
    if any(name in _SPARSE for name in names):
        return "sparse"
    if not plain:
        return "dense"
    if any(name.endswith("ForSequenceClassification") for name in architectures):
        return "cross-encoder"
    return None


def _module_types(folder: Path, modules: Sequence[Any]) -> list[str]:
    found = [str(entry.get("type", "")) for entry in modules if isinstance(entry, dict)]
    for entry in modules:
        if isinstance(entry, dict) and str(entry.get("type", "")).endswith(("Router", "Asym")):
            inner = read_json(folder / str(entry.get("path", "")) / "router_config.json") or {}
            found += [str(name) for name in (inner.get("types") or {}).values()]
    return found


def _check_code(folder: Path, config: Mapping[str, Any], types: Sequence[str]) -> None:
    """Refuse what would run code of the model's author, and what the loader would silently replace."""
    own = [name for name in types if name and not name.startswith(_OUTSIDE)]
    if any("pylate" in name for name in own):
        raise refused(LATE)
    if own or config.get("auto_map"):
        what = ", ".join(own) if own else f"its own {', '.join(sorted(config['auto_map']))}"
        raise refused(
            f"it brings code of its own ({what}), which is not run here",
            "modules of sentence-transformers and an architecture of transformers",
            "save it again with classes of these libraries, if there are any",
        )
    for path, name in _activations(folder):
        if name and not name.startswith(_TORCH):
            raise refused(
                f"{path.relative_to(folder)} names the activation {name}, which is code of its own",
                "an activation function of torch",
            )


def _activations(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted([*folder.glob("config.json"), *folder.glob("*/config.json")]):
        held = read_json(path)
        if isinstance(held, dict):
            inner = held.get("sentence_transformers")
            if path.parent != folder and "pooling_strategy" not in held:
                yield path, str(held.get("activation_function") or "")
            yield path, str(held.get("sbert_ce_default_activation_function") or "")
            yield path, str(inner.get("activation_fn") or "") if isinstance(inner, dict) else ""
    saved = read_json(folder / "config_sentence_transformers.json")
    if isinstance(saved, dict):
        yield folder / "config_sentence_transformers.json", str(saved.get("activation_fn") or "")


def _check_weights(folder: Path) -> None:
    from pipelines.bring.source import WEIGHTS

    if not any(True for pattern in WEIGHTS for _ in folder.rglob(pattern)):
        raise BadInputError(
            f"{folder} holds no weights",
            "model.safetensors or pytorch_model.bin",
            "fetch the model again; files of git-lfs have to be fetched too",
        )
