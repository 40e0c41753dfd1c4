"""Tiny models of every form that sentence-transformers saves, with random weights."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.tiny_tokenizers import WORDS as TOKENS
from benchmarks.tiny_tokenizers import byte_level, sentencepiece, wordpiece
from pipelines.bring.brought import Wishes

WORDS, WIDTH, POSITIONS = 304, 32, 80
"""The loader of some families adds a token or two to the 300 of the tokenizers."""


@dataclass(frozen=True, slots=True)
class Case:
    """One model folder.

    Attributes:
        kind: "dense", "sparse", "cross-encoder", or "refused".
        name: What is particular about it.
        build: Writes the folder.
        wishes: What the user chooses.
        said: Kind the user says.
        refused: Part of the reason, where it is refused.
    """

    kind: str
    name: str
    build: Callable[[Path], None]
    wishes: Wishes = field(default_factory=Wishes)
    said: str | None = None
    refused: str = ""


def backbone(folder: Path, family: str = "bert", head: str = "", labels: int = 1, **changes: Any) -> None:
    """Save a transformer with one layer and its tokenizer."""
    import torch
    import transformers

    torch.manual_seed(7)
    tokenizer = {
        "roberta": byte_level,
        "qwen2": byte_level,
        "qwen3": byte_level,
        "gpt2": byte_level,
        "xlm-roberta": sentencepiece,
    }.get(family, wordpiece)(family)
    family = "bert" if family == "cased" else family
    sizes = {
        "vocab_size": WORDS,
        "hidden_size": WIDTH,
        "num_hidden_layers": 1,
        "num_attention_heads": 4,
        "intermediate_size": 48,
        "max_position_embeddings": POSITIONS,
        "pad_token_id": tokenizer.pad_token_id,
        "initializer_range": 0.3,
        **changes,
    }
    if family == "distilbert":
        sizes |= {"dim": WIDTH, "n_layers": 1, "n_heads": 4, "hidden_dim": 48}
    if family == "gpt2":
        sizes |= {"n_embd": WIDTH, "n_layer": 1, "n_head": 4, "n_positions": POSITIONS}
    if family in ("qwen2", "qwen3"):
        sizes |= {"num_key_value_heads": 2, "head_dim": 8}
    if family == "deberta-v2":
        sizes |= {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "position_buckets": 16}
    if family == "modernbert":
        sizes |= {"cls_token_id": 2, "sep_token_id": 3, "bos_token_id": 2, "eos_token_id": 3}
    if head == "SequenceClassification":
        sizes["num_labels"] = labels
    config = transformers.AutoConfig.for_model(family, **sizes)
    model = getattr(transformers, f"AutoModelFor{head}" if head else "AutoModel").from_config(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def dense(
    family: str = "bert", pooling: Any = "mean", *behind: Any, **settings: Any
) -> Callable[[Path], None]:
    """Return what saves a bi-encoder: a family, a pooling, factories of modules, settings of the model."""

    def build(folder: Path) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

        raw, given = folder.parent / f"{folder.name}-raw", dict(settings)
        window, dtype = given.pop("max_seq_length", None), given.pop("dtype", None)
        prompted, lower = given.pop("include_prompt", True), given.pop("do_lower_case", False)
        binary = given.pop("binary", False)
        backbone(raw, family)
        transformer = Transformer(str(raw), max_seq_length=window, do_lower_case=lower)
        wide = WIDTH * (1 if isinstance(pooling, str) else len(pooling))
        torch.manual_seed(8)
        modules = [
            transformer,
            Pooling(WIDTH, pooling, include_prompt=prompted),
            *(make(wide) for make in behind),
        ]
        model = SentenceTransformer(modules=modules, device="cpu", **given)
        if dtype is not None:
            model = model.to(getattr(torch, dtype))
        model.save(str(folder))
        if binary:
            from safetensors.torch import load_file

            torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
            (folder / "model.safetensors").unlink()

    return build


def normalize(_: int) -> Any:
    """A Normalize module."""
    from sentence_transformers.sentence_transformer.modules import Normalize

    return Normalize()


def projection(size: int, tanh: bool = True) -> Callable[[int], Any]:
    """Return what makes a Dense module."""

    def make(wide: int) -> Any:
        from sentence_transformers.sentence_transformer.modules import Dense
        from torch import nn

        return Dense(wide, size, activation_function=nn.Tanh() if tanh else nn.Identity())

    return make


def static(*behind: Any, **settings: Any) -> Callable[[Path], None]:
    """Return what saves a StaticEmbedding model."""

    def build(folder: Path) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import StaticEmbedding

        torch.manual_seed(9)
        module = StaticEmbedding(wordpiece("static")._tokenizer, embedding_dim=WIDTH)
        modules = [module, *(make(WIDTH) for make in behind)]
        SentenceTransformer(modules=modules, device="cpu", **settings).save(str(folder))

    return build


def splade(strategy: str = "max", activation: str = "relu", way: str = "both", **settings: Any) -> Any:
    """Return what saves a SPLADE: for both sides, or behind a Router with weights for queries."""

    def build(folder: Path) -> None:
        import torch
        from sentence_transformers import SparseEncoder
        from sentence_transformers.base.modules import Router, Transformer
        from sentence_transformers.sparse_encoder.modules import SparseStaticEmbedding, SpladePooling

        raw = folder.parent / f"{folder.name}-raw"
        size = TOKENS if way == "router" else WORDS
        backbone(raw, settings.get("family", "bert"), "MaskedLM", vocab_size=size)
        transformer = Transformer(str(raw), transformer_task="fill-mask")
        pooling = SpladePooling(strategy, activation_function=activation)
        given = {name: value for name, value in settings.items() if name != "family"}
        modules: list[Any] = [transformer, pooling]
        if way == "router":
            torch.manual_seed(10)
            table = SparseStaticEmbedding(transformer.tokenizer, torch.rand(TOKENS))
            modules = [Router.for_query_document([table], [transformer, pooling])]
        SparseEncoder(modules=modules, device="cpu", **given).save(str(folder))

    return build


def sparse_static(folder: Path) -> None:
    """Save a model of token weights only."""
    import torch
    from sentence_transformers import SparseEncoder
    from sentence_transformers.sparse_encoder.modules import SparseStaticEmbedding

    torch.manual_seed(11)
    module = SparseStaticEmbedding(wordpiece("static"), torch.rand(TOKENS))
    SparseEncoder(modules=[module], device="cpu").save(str(folder))


def csr(folder: Path) -> None:
    """Save a bi-encoder with a sparse autoencoder behind it."""
    import torch
    from sentence_transformers import SparseEncoder
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from sentence_transformers.sparse_encoder.modules import SparseAutoEncoder

    raw = folder.parent / f"{folder.name}-raw"
    backbone(raw)
    torch.manual_seed(12)
    head = SparseAutoEncoder(WIDTH, hidden_dim=64, k=8, k_aux=16)
    modules = [Transformer(str(raw)), Pooling(WIDTH, "mean"), head]
    SparseEncoder(modules=modules, device="cpu").save(str(folder))


def cross(family: str = "bert", labels: int = 1, identity: bool = False, **settings: Any) -> Any:
    """Return what saves a classifier over pairs."""

    def build(folder: Path) -> None:
        from sentence_transformers import CrossEncoder
        from torch import nn

        raw = folder.parent / f"{folder.name}-raw"
        backbone(raw, family, "SequenceClassification", labels)
        chosen = {"activation_fn": nn.Identity()} if identity else {}
        CrossEncoder(str(raw), device="cpu", **chosen, **settings).save(str(folder))

    return build


def changed(build: Callable[[Path], None], file: str, **values: Any) -> Callable[[Path], None]:
    """Return what saves a model and then changes keys of one of its JSON files."""

    def both(folder: Path) -> None:
        build(folder)
        path = folder / file
        path.write_text(json.dumps({**(json.loads(path.read_text()) if path.is_file() else {}), **values}))

    return both
