"""Loading a model by sentence-transformers' own loader, and what is checked on what it made."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipelines.bring.kind import BroughtKind
from pipelines.bring.refusal import refused
from pipelines.bring.source import ModelSource
from search_app.errors import BadInputError, first_line

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MOST_TOKENS = 32_768
"""Window of models that have none, such as static embeddings: about a megabyte of text."""


def load_model(source: ModelSource, kind: BroughtKind) -> Any:
    """Return the model in float32 on the CPU; half precision is a part of it, so nothing is lost.

    Raises:
        BadInputError: When the library cannot load it, with what it says.
    """
    from sentence_transformers import CrossEncoder, SentenceTransformer, SparseEncoder

    classes: dict[str, Any] = {
        "dense": SentenceTransformer,
        "sparse": SparseEncoder,
        "cross-encoder": CrossEncoder,
    }
    try:
        with quiet():
            model = classes[kind](str(source.folder), device="cpu", local_files_only=True)
    except Exception as error:  # noqa: BLE001 - files of others: the libraries raise whatever they hit
        first = first_line(error, 300)
        raise BadInputError(
            f"{source.name} cannot be loaded by sentence-transformers ({type(error).__name__}: {first})",
            f"a {kind} model that sentence-transformers loads without code of its own",
            "check the folder; a damaged file is fetched again",
        ) from error
    return model.eval()


def weights_type(model: Any) -> str:
    """Return the type the weights are stored in, "float32" or a half precision, and make all float32."""
    kinds = sorted({str(parameter.dtype).removeprefix("torch.") for parameter in model.parameters()})
    if any(kind not in ("float32", "float16", "bfloat16") for kind in kinds):
        raise refused(f"its weights are {', '.join(kinds)}", "float32, float16 or bfloat16")
    model.float()
    return next((kind for kind in kinds if kind != "float32"), "float32")


def input_names(model: Any, texts: list[Any]) -> tuple[str, ...]:
    """Return which of ids, mask and token types the model is given.

    Raises:
        BadInputError: When texts do not become plain rows of tokens.
    """
    try:
        features = model.preprocess(texts)
    except (ValueError, TypeError, AttributeError) as error:
        raise refused(f"sentence-transformers itself cannot tokenise with it ({error})") from error
    if features.get("modality", "text") != "text":
        raise refused("its texts are put into a chat template first", "a model that reads plain texts")
    return tuple(name for name in INPUTS if name in features)


def check_transformer(module: Any) -> None:
    """Refuse options of the Transformer module that serving does not know.

    Raises:
        BadInputError: Names the option.
    """
    if module.processing_kwargs:
        raise refused(f"its processing_kwargs {module.processing_kwargs} change how texts are tokenised")
    if module.query_expansion is not None:
        raise refused("it expands queries by mask tokens, as late interaction does")
    side = getattr(module.tokenizer, "truncation_side", "right")
    if side != "right":
        raise refused(f"its tokenizer cuts texts at the {side}", "one that cuts at the end")


def window_of(model: Any, module: Any, asked: int | None) -> tuple[int, list[str]]:
    """Return the tokens a model reads at most, and what is to be said about that.

    Args:
        model: As loaded.
        module: Its Transformer.
        asked: A smaller window.

    Raises:
        BadInputError: When the window asked for is larger than the model's, or empty.
    """
    notes = []
    said = model.max_seq_length
    limit = _positions(module)
    own = min(value for value in (said, limit, MOST_TOKENS) if value is not None)
    if limit is not None and said is not None and said > limit:
        notes.append(f"It says {_shown(said)} tokens but has positions for {limit:,}; texts are cut there.")
    elif said is None or said > MOST_TOKENS:
        notes.append(f"It names no window; texts are cut at {own:,} tokens.")
    if asked is not None:
        if not 8 <= asked <= own:
            raise BadInputError(f"--max-tokens {asked}", f"8 to {own:,}", "choose a window the model has")
        if asked < own:
            notes.append(f"Texts are cut at {asked:,} tokens as asked; the model reads {own:,}.")
        own = asked
    # The library itself fails beyond its positions; what it is compared with is cut at the same place.
    module.max_seq_length = int(own)
    return int(own), notes


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value < 1e9 else f"{value:.0e}"


def _positions(module: Any) -> int | None:
    """Tokens there are learned positions for; the RoBERTa family counts them from behind its padding."""
    import torch

    config = module.config
    most = getattr(config, "max_position_embeddings", None)
    most = getattr(config, "n_positions", most) if most is None else most
    for part in module.model.modules():
        table, padding = getattr(part, "position_embeddings", None), getattr(part, "padding_idx", None)
        if isinstance(table, torch.nn.Embedding):
            return table.num_embeddings - (padding + 1 if isinstance(padding, int) else 0)
    return int(most) if isinstance(most, int) and most > 0 else None


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries from writing progress and warnings into the command's output."""
    from transformers.utils import logging as transformers_logging

    level, before = transformers_logging.get_verbosity(), logging.root.manager.disable
    bars = transformers_logging.is_progress_bar_enabled()
    try:
        transformers_logging.set_verbosity_error()
        transformers_logging.disable_progress_bar()
        logging.disable(logging.WARNING)
        yield
    finally:
        transformers_logging.set_verbosity(level)
        logging.disable(before)
        if bars:
            transformers_logging.enable_progress_bar()
