"""From a folder saved by a trainer to the graph that is exported."""

from pathlib import Path
from typing import Any

import numpy as np
from sentence_transformers.sparse_encoder.modules import SparseAutoEncoder

from pipelines.architectures.lexical_head import LexicalHead
from pipelines.export.bundle import TrainedModel
from pipelines.export.cross_encoder_graph import CrossEncoderGraph
from pipelines.export.dense_graph import DenseGraph
from pipelines.export.first_token_graph import FirstTokenGraph, can_decompose
from pipelines.export.sparse_graph import sparse_graph
from pipelines.recipe import Recipe


def load_trained(folder: Path, recipe: Recipe, digest: str) -> TrainedModel:
    """Load what a run of the recipe saved.

    Args:
        folder: A checkpoint or final model of sentence-transformers, or the base model itself.
        recipe: Of the run.
        digest: sha256 of the recipe file.
    """
    loaders = {"dense": _dense, "sparse": _sparse, "cross-encoder": _cross_encoder}
    return loaders[recipe.kind](folder, recipe, digest)


def _dense(folder: Path, recipe: Recipe, digest: str) -> TrainedModel:
    from transformers import AutoModel

    backbone = AutoModel.from_pretrained(str(folder)).eval()
    config = backbone.config
    first_token = recipe.dense.pooling == "cls" and can_decompose(backbone)
    graph = (
        FirstTokenGraph(backbone, recipe.dense.normalise)
        if first_token
        else DenseGraph(backbone, recipe.dense.pooling, recipe.dense.normalise)
    )
    return TrainedModel(
        "dense", graph, folder / "tokenizer.json", config.hidden_size, config.vocab_size, recipe, digest
    )


def _sparse(folder: Path, recipe: Recipe, digest: str) -> TrainedModel:
    from sentence_transformers import SparseEncoder
    from sentence_transformers.sparse_encoder.modules import Router

    # The head is a class of this package, which the library counts as remote code.
    model = SparseEncoder(str(folder), device="cpu", trust_remote_code=True).eval()
    arrays = {}
    modules: list[Any] = list(model)
    if isinstance(modules[0], Router):
        ways: Any = modules[0].sub_modules
        table = ways["query"][0].weight.detach().numpy().astype(np.float32)
        arrays["query_weights.npy"] = np.maximum(table, 0.0)
        modules = list(ways["document"])
    backbone, head = modules[0], modules[-1]
    if isinstance(head, LexicalHead):
        arrays["query_weights.npy"][head.special_ids] = 0.0
    graph, size = sparse_graph(backbone.model, head)
    return TrainedModel(
        "sparse",
        graph,
        _tokenizer(backbone.tokenizer, folder),
        size,
        int(backbone.model.config.vocab_size),
        recipe,
        digest,
        arrays,
        ("weights",) if isinstance(head, SparseAutoEncoder) else None,
    )


def _cross_encoder(folder: Path, recipe: Recipe, digest: str) -> TrainedModel:
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(folder), device="cpu", trust_remote_code=True).eval()
    head = model[1] if len(model) > 1 else None
    graph = CrossEncoderGraph(model[0].model, head)
    tokenizer = _tokenizer(model[0].tokenizer, folder)
    return TrainedModel("cross-encoder", graph, tokenizer, 1, len(model[0].tokenizer), recipe, digest)


def _tokenizer(tokenizer: Any, folder: Path) -> Path:
    """The fast tokenizer's own file, wherever the trainer put it."""
    found = sorted(folder.rglob("tokenizer.json"))
    if found:
        return found[0]
    target = folder / "tokenizer.json"
    tokenizer.backend_tokenizer.save(str(target))
    return target
