"""A sparse encoder before training: its head, and whether queries need inference."""

from collections.abc import Iterable
from typing import Any

import torch
from sentence_transformers import SparseEncoder
from sentence_transformers.sentence_transformer.modules import Pooling
from sentence_transformers.sparse_encoder.modules import (
    Router,
    SparseAutoEncoder,
    SparseStaticEmbedding,
    Transformer,
)
from torch import nn
from transformers import AutoModelForMaskedLM, PreTrainedTokenizerBase

from pipelines.architectures.lexical_head import LexicalHead
from pipelines.architectures.max_pooled_logits import MaxPooledLogits, start_from_identity
from pipelines.data.document_frequency import inverse_document_frequency
from pipelines.families.sparse.options import SparseOptions
from pipelines.recipe import Recipe

FILL_MASK = "fill-mask"
START_PASSAGES = 32


def build_sparse_encoder(recipe: Recipe, base_model: str, texts: Iterable[str]) -> SparseEncoder:
    """Return the untrained encoder.

    Args:
        recipe: Of kind "sparse".
        base_model: Folder or Hub id.
        texts: Passages that the start of inference-free query weights, their IDF, is counted on; a
            masked-LM head that the base model lacks starts from the logits of the first 32.
    """
    window, options = recipe.export.max_tokens, SparseOptions.of(recipe)
    if options.head == "csr":
        return SparseEncoder(modules=_csr(base_model, window, options), similarity_fn_name="dot")
    texts = list(texts)
    if options.head == "lexical":
        documents = _lexical(base_model, window, options)
    else:
        documents = _masked_lm(base_model, window, texts[:START_PASSAGES])
    if options.head == "mlm" and not options.inference_free:
        return SparseEncoder(modules=documents, similarity_fn_name="dot")
    queries = _query_table(documents[0].tokenizer, texts, window)
    router = Router.for_query_document(query_modules=[queries], document_modules=documents)
    return SparseEncoder(modules=[router], similarity_fn_name="dot")


def set_factors(model: nn.Module, recipe: Recipe) -> None:
    """Give lexical heads the factors of own tokens that the recipe itself names."""
    options = SparseOptions.of(recipe)
    given = options.model_fields_set & {"frequency", "length"}
    with torch.no_grad():
        for head in model.modules():
            for name in given if isinstance(head, LexicalHead) else ():
                getattr(head, name).fill_(getattr(options, name))


def unusable_ids(tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """Special tokens and the vocabulary's reserved entries."""
    reserved = {index for token, index in tokenizer.get_vocab().items() if token.startswith("[unused")}
    return sorted(reserved | set(tokenizer.all_special_ids))


def _lexical(base_model: str, window: int, options: SparseOptions) -> list[Any]:
    backbone = Transformer(base_model, max_seq_length=window)
    head = LexicalHead(
        backbone.model.get_input_embeddings().weight,
        unusable_ids(backbone.tokenizer),
        options.prior,
        options.frequency,
        options.length,
        options.expansion_scale,
        options.expansion_bias,
    )
    return [backbone, head]


def _masked_lm(base_model: str, window: int, texts: list[str]) -> list[Any]:
    _, said = AutoModelForMaskedLM.from_pretrained(base_model, output_loading_info=True)
    backbone = Transformer(base_model, max_seq_length=window, transformer_task=FILL_MASK)
    if texts:
        sample = backbone.tokenizer(
            texts, padding=True, truncation=True, max_length=window, return_tensors="pt"
        )
        start_from_identity(backbone.model.eval(), set(said["missing_keys"]), sample)
    return [backbone, MaxPooledLogits(int(backbone.model.config.vocab_size))]


def _csr(base_model: str, window: int, options: SparseOptions) -> list[Any]:
    backbone = Transformer(base_model, max_seq_length=window)
    width = int(backbone.model.config.hidden_size)
    head = SparseAutoEncoder(
        width, options.latents, k=options.latents_active, k_aux=min(512, options.latents // 2)
    )
    return [backbone, Pooling(width, pooling_mode="mean"), head]


def _query_table(tokenizer: Any, texts: Iterable[str], window: int) -> SparseStaticEmbedding:
    weights = inverse_document_frequency(tokenizer, texts, window)
    weights[unusable_ids(tokenizer)] = 0.0
    return SparseStaticEmbedding(tokenizer, torch.from_numpy(weights), frozen=False)
