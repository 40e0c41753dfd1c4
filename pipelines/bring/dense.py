"""A SentenceTransformer as a bundle's graph: every pooling, projection, window, prompt and similarity."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import nn

from pipelines.bring.brought import BroughtModel, Encode, Wishes
from pipelines.bring.dense_modules import ADDITIVE, DenseModules, FirstTokenModules, StaticModules
from pipelines.bring.loaded import MOST_TOKENS, check_transformer, input_names, weights_type, window_of
from pipelines.bring.prompts import choose_prompts
from pipelines.bring.refusal import refused
from pipelines.bring.tokenizer_file import check_vocabulary, embedding_rows, tokenizer_text
from pipelines.families.dense.first_token_graph import FirstTokenGraph, can_decompose
from search_app.errors import BadInputError
from search_app.records.similarity import Similarity

_BEHIND = ("Dense", "Normalize", "LayerNorm", "Dropout")


def bring_dense(model: Any, wishes: Wishes) -> BroughtModel:
    """Return what the bundle of a loaded bi-encoder is made from.

    Raises:
        BadInputError: When it cannot be served exactly, with the reason.
    """
    modules = list(model)
    first = type(modules[0]).__name__
    if first == "Router":
        raise refused("it reads queries and passages by different modules (Router)", "one way for both")
    if first not in ("Transformer", "StaticEmbedding"):
        raise refused(f"its first module is {first}", "Transformer or StaticEmbedding")
    static = first == "StaticEmbedding"
    _check_behind(modules, static)
    stored = weights_type(model)
    similarity = _similarity(model)
    dimensions, notes = _dimensions(model, wishes.dimensions)
    prompts, about = choose_prompts(model, wishes.query_prompt, wishes.passage_prompt)
    notes += about
    if stored != "float32":
        notes.append(f"The weights are stored as {stored} and read as float32, which changes none of them.")
    unit = similarity == "cosine"
    common: dict[str, Any] = {"dimension": dimensions, "prompts": prompts, "similarity": similarity}
    passages, queries = (_encode(model, role, prompts, dimensions, unit) for role in ("passage", "query"))
    if static:
        return _static(modules, unit, common, notes, passages, queries)
    window, about = window_of(model, modules[0], wishes.max_tokens)
    query_window = min(window, modules[0].query_length or window)
    window = min(window, modules[0].document_length or window)
    text = tokenizer_text(modules[0].tokenizer)
    check_vocabulary(text, embedding_rows(modules[0]))
    graph, inputs, told = _graph(model, modules, dimensions, unit)
    return BroughtModel(
        "dense",
        graph,
        inputs,
        ("vectors", "token_vectors") if told else ("vectors",),
        text,
        window=window,
        query_window=query_window,
        pad_token=modules[0].tokenizer.pad_token_id or 0,
        prompt_pooled="prompt_length" not in inputs,
        notes=(*notes, *about, *([] if told else [_UNTOLD])),
        passages=passages,
        queries=queries,
        **common,
    )


_UNTOLD = (
    "Explanations show no word shares of its scores: behind this pooling a vector is no sum over its tokens."
)


def _check_behind(modules: Sequence[Any], static: bool) -> None:
    names = [type(module).__name__ for module in modules[1:]]
    poolings = [module for module in modules if type(module).__name__ == "Pooling"]
    if not static and (not names or names[0] != "Pooling"):
        raise refused(f"its second module is {(names or ['missing'])[0]}", "Pooling")
    rest = names if static else names[1:]
    other = next((name for name in rest if name not in _BEHIND), None)
    if other is not None:
        raise refused(f"its module {other} is not known here", ", ".join(_BEHIND))
    for module in modules:
        for key in ("module_input_name", "module_output_name"):
            name = getattr(module, key, None)
            if type(module).__name__ in ("Dense", "Normalize") and name != "sentence_embedding":
                raise refused(f"its {type(module).__name__} works on {name}", "sentence_embedding")
    if poolings and not poolings[0].include_prompt and "weightedmean" in _modes(poolings[0]):
        raise refused(
            "its weighted mean leaves out the prompt's tokens", "another pooling, or the prompt in it"
        )


def _similarity(model: Any) -> Similarity:
    name = str(getattr(model.similarity_fn_name, "value", model.similarity_fn_name))
    if name not in ("cosine", "dot"):
        raise refused(f"it compares vectors by {name}, which no lane searches by", "cosine or dot")
    return "cosine" if name == "cosine" else "dot"


def _dimensions(model: Any, asked: int | None) -> tuple[int, list[str]]:
    saved, model.truncate_dim = model.truncate_dim, None
    whole = int(model.get_embedding_dimension())
    kept = asked or saved or whole
    if not 1 <= kept <= whole:
        raise BadInputError(f"--dimensions {kept}", f"1 to {whole}", "choose dimensions the model has")
    if kept == whole:
        return whole, []
    why = "as asked" if asked else "as the model says (truncate_dim)"
    return kept, [f"The first {kept} of {whole} dimensions are kept, {why}."]


def _encode(model: Any, role: str, prompts: dict[str, str], dimensions: int, unit: bool) -> Encode:
    """One text at a time: a row of its own has no padding, on either side."""
    task = "query" if role == "query" else "document"

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        found = model.encode(
            list(texts),
            prompt=prompts[role],
            task=task,
            batch_size=1,
            truncate_dim=dimensions,
            normalize_embeddings=unit,
            show_progress_bar=False,
        )
        return np.asarray(found, dtype=np.float32)

    return encode


def _static(
    modules: Sequence[Any],
    unit: bool,
    common: dict[str, Any],
    notes: list[str],
    passages: Encode,
    queries: Encode,
) -> BroughtModel:
    table = modules[0].embedding.weight.detach().float()
    text = tokenizer_text(modules[0].tokenizer, special=False)
    check_vocabulary(text, int(table.shape[0]))
    if getattr(modules[0].embedding, "mode", "mean") != "mean":
        raise refused("its embeddings are not averaged")
    additive = all(type(module).__name__ in ("Normalize", "Dropout") for module in modules[1:])
    notes = [*notes, f"It has no window; texts are cut at {MOST_TOKENS:,} tokens."]
    return BroughtModel(
        "dense",
        StaticModules(table, modules[1:], common["dimension"], unit, additive),
        ("input_ids", "attention_mask"),
        ("vectors", "token_vectors") if additive else ("vectors",),
        text,
        window=MOST_TOKENS,
        query_window=MOST_TOKENS,
        notes=tuple(notes if additive else [*notes, _UNTOLD]),
        passages=passages,
        queries=queries,
        **common,
    )


def _graph(
    model: Any, modules: Sequence[Any], dimensions: int, unit: bool
) -> tuple[nn.Module, tuple[str, ...], bool]:
    """Return the graph, its inputs, and whether it has token vectors."""
    check_transformer(modules[0])
    inputs = input_names(model, ["a text", "another"])
    pooling = modules[1]
    modes = _modes(pooling)
    plain = all(type(module).__name__ in ("Normalize", "Dropout") for module in modules[2:])
    normalises = any(type(module).__name__ == "Normalize" for module in modules)
    if not pooling.include_prompt:
        inputs = (*inputs, "prompt_length")
    first_only = modes == ("cls",) and plain and "prompt_length" not in inputs
    if first_only and can_decompose(modules[0].model) and not _typed(inputs, model):
        graph = FirstTokenGraph(modules[0].model, normalise=False)
        return FirstTokenModules(graph, dimensions, normalises, unit), inputs[:2], True
    told = modes[0] if plain and len(modes) == 1 and modes[0] in ADDITIVE else None
    return DenseModules(modules, inputs, dimensions, unit, told), inputs, told is not None


def _typed(inputs: Sequence[str], model: Any) -> bool:
    """Whether single texts get token types other than zero."""
    return "token_type_ids" in inputs and bool(model.preprocess(["a text"])["token_type_ids"].any())


def _modes(pooling: Any) -> tuple[str, ...]:
    mode = pooling.pooling_mode
    return (mode,) if isinstance(mode, str) else tuple(mode)
