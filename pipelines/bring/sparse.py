"""A SparseEncoder as a bundle's graph: SPLADE in all its forms, static weights, CSR."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pipelines.bring.brought import BroughtModel, Encode, Wishes
from pipelines.bring.loaded import MOST_TOKENS, check_transformer, input_names, weights_type, window_of
from pipelines.bring.prompts import choose_prompts
from pipelines.bring.refusal import refused
from pipelines.bring.sparse_modules import CsrModules, SpladeModules, StaticSparse
from pipelines.bring.tokenizer_file import (
    check_vocabulary,
    embedding_rows,
    special_count,
    tokenizer_text,
)
from search_app.encoders.query_weights import FILE_NAME as QUERY_WEIGHTS
from search_app.errors import BadInputError

_FORMS = "Transformer + SpladePooling, Transformer + Pooling + SparseAutoEncoder, or SparseStaticEmbedding"


def bring_sparse(model: Any, wishes: Wishes) -> BroughtModel:
    """Return what the bundle of a loaded sparse encoder is made from.

    Raises:
        BadInputError: When it cannot be served exactly, with the reason.
    """
    if wishes.dimensions is not None:
        raise BadInputError("--dimensions of a sparse encoder", "a bi-encoder", "leave --dimensions out")
    name = str(getattr(model.similarity_fn_name, "value", model.similarity_fn_name))
    if name != "dot":
        raise refused(f"it compares sparse vectors by {name}", "dot, which is what an inverted index adds up")
    stored = weights_type(model)
    prompts, notes = choose_prompts(model, wishes.query_prompt, wishes.passage_prompt)
    if stored != "float32":
        notes.append(f"The weights are stored as {stored} and read as float32, which changes none of them.")
    ways = {
        "prompts": prompts,
        "passages": _encode(model, "document", prompts["passage"]),
        "queries": _encode(model, "query", prompts["query"]),
    }
    modules = list(model)
    names = [type(module).__name__ for module in modules]
    if names == ["Router"]:
        return _routed(model, modules[0], wishes, notes, ways)
    if names == ["SparseStaticEmbedding"]:
        return _static(model, modules[0], notes, ways)
    if len(names) == 2 and names[1] == "SpladePooling":
        return _splade(model, modules, wishes, notes, ways)
    if names[1:2] == ["Pooling"] and names[-1] == "SparseAutoEncoder" and set(names[2:-1]) <= {"Normalize"}:
        return _csr(model, modules, wishes, notes, ways)
    raise refused(f"its modules are {', '.join(names)}", _FORMS)


def _encode(model: Any, task: str, prompt: str) -> Encode:
    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        found = model.encode(
            list(texts),
            prompt=prompt,
            task=task,
            batch_size=1,
            convert_to_sparse_tensor=False,
            show_progress_bar=False,
        )
        return np.asarray(found, dtype=np.float32)

    return encode


def _splade(
    model: Any, modules: Sequence[Any], wishes: Wishes, notes: list[str], ways: dict[str, Any]
) -> BroughtModel:
    transformer, pooling = modules
    if transformer.transformer_task != "fill-mask":
        raise refused(f"its transformer is for {transformer.transformer_task}", "a masked-LM head")
    check_transformer(transformer)
    # Through the model where it has one way for both; behind a Router the module says it itself.
    inputs = input_names(transformer, ["a text", "another"])
    window, about = window_of(transformer, transformer, wishes.max_tokens)
    text = tokenizer_text(transformer.tokenizer)
    check_vocabulary(text, embedding_rows(transformer))
    size = int(transformer.model.config.vocab_size)
    active = model.max_active_dims
    if active is not None:
        notes = [*notes, f"A vector keeps its {active} largest entries, as the model says."]
    return BroughtModel(
        "sparse",
        SpladeModules(transformer, pooling, inputs, active),
        inputs,
        ("weights", "sources"),
        text,
        size,
        min(window, transformer.document_length or window),
        min(window, transformer.query_length or window),
        pad_token=transformer.tokenizer.pad_token_id or 0,
        latent=False,
        notes=(*notes, *about),
        **ways,
    )


def _csr(
    model: Any, modules: Sequence[Any], wishes: Wishes, notes: list[str], ways: dict[str, Any]
) -> BroughtModel:
    check_transformer(modules[0])
    if not modules[1].include_prompt:
        raise refused("its pooling leaves out the prompt's tokens", "a pooling over all tokens")
    inputs = input_names(model, ["a text", "another"])
    window, about = window_of(model, modules[0], wishes.max_tokens)
    text = tokenizer_text(modules[0].tokenizer)
    check_vocabulary(text, embedding_rows(modules[0]))
    head = modules[-1]
    active = model.max_active_dims or head.k
    about.append(f"Entries are {head.hidden_dim:,} latents, which no word stands for; {active} are kept.")
    return BroughtModel(
        "sparse",
        CsrModules(modules, inputs, int(active)),
        inputs,
        ("weights",),
        text,
        int(head.hidden_dim),
        min(window, modules[0].document_length or window),
        min(window, modules[0].query_length or window),
        pad_token=modules[0].tokenizer.pad_token_id or 0,
        latent=True,
        notes=(*notes, *about),
        **ways,
    )


def _static(model: Any, module: Any, notes: list[str], ways: dict[str, Any]) -> BroughtModel:
    weight = _weights(module)
    text = tokenizer_text(module.tokenizer, special=False)
    check_vocabulary(text, int(weight.size))
    window = int(min(module.max_seq_length or MOST_TOKENS, MOST_TOKENS))
    return BroughtModel(
        "sparse",
        StaticSparse(torch.from_numpy(weight), model.max_active_dims),
        ("input_ids", "attention_mask"),
        ("weights",),
        text,
        int(weight.size),
        window,
        window,
        latent=False,
        notes=tuple(notes),
        **ways,
    )


def _routed(model: Any, router: Any, wishes: Wishes, notes: list[str], ways: dict[str, Any]) -> BroughtModel:
    """Queries by a table, passages by a transformer: inference-free."""
    routes = {name: list(modules) for name, modules in router.sub_modules.items()}
    names = {name: [type(module).__name__ for module in modules] for name, modules in routes.items()}
    known = set(routes) == {"query", "document"} and names["query"] == ["SparseStaticEmbedding"]
    if not known or len(names["document"]) != 2 or names["document"][1] != "SpladePooling":
        raise refused(
            f"its Router has {names}",
            "SparseStaticEmbedding for queries and Transformer + SpladePooling for documents",
        )
    if model.max_active_dims is not None:
        raise refused("it limits the entries of queries that are looked up in a table")
    table = routes["query"][0]
    brought = _splade(model, routes["document"], wishes, notes, ways)
    if tokenizer_text(table.tokenizer) != brought.tokenizer:
        raise refused("its queries and documents have different tokenizers", "one tokenizer for both")
    weights = _weights(table)
    if weights.size != brought.dimension:
        raise refused(f"its query table has {weights.size:,} entries, its documents {brought.dimension:,}")
    window = int(min(table.max_seq_length or MOST_TOKENS, MOST_TOKENS))
    return replace(
        brought,
        query_window=window + special_count(brought.tokenizer),
        arrays={QUERY_WEIGHTS: weights},
        notes=(*brought.notes, "Queries are looked up in a table of weights; no model runs for them."),
    )


def _weights(module: Any) -> NDArray[np.float32]:
    weights = np.asarray(module.weight.detach().float().numpy(), dtype=np.float32)
    if (weights < 0).any():
        raise refused(
            f"{int((weights < 0).sum())} of its weights are below zero, which the index does not rank by",
            "weights of zero and more",
        )
    return weights
