"""The table: every form of a model, one line each."""

import json
from pathlib import Path

from benchmarks.brought_models import (
    Case,
    backbone,
    changed,
    cross,
    csr,
    dense,
    normalize,
    projection,
    sparse_static,
    splade,
    static,
)
from pipelines.bring.brought import Wishes

_PROMPTS = {"query": "a question: ", "document": "the passage: "}

DENSE = (
    Case("dense", "BERT, mean, normalised", dense("bert", "mean", normalize)),
    Case("dense", "BERT, first token, normalised", dense("bert", "cls", normalize)),
    Case("dense", "DistilBERT, maximum", dense("distilbert", "max")),
    Case("dense", "RoBERTa (byte-level), mean, not normalised", dense("roberta", "mean")),
    Case("dense", "RoBERTa, first token", dense("roberta", "cls", normalize)),
    Case("dense", "XLM-R (sentencepiece), first token, normalised", dense("xlm-roberta", "cls", normalize)),
    Case("dense", "MPNet, mean, normalised", dense("mpnet", "mean", normalize)),
    Case("dense", "ModernBERT, first token, normalised", dense("modernbert", "cls", normalize)),
    Case("dense", "DeBERTa, mean", dense("deberta-v2", "mean")),
    Case("dense", "ELECTRA, mean", dense("electra", "mean")),
    Case("dense", "Qwen2, last token, left padding", dense("qwen2", "lasttoken", normalize)),
    Case("dense", "Qwen3, last token, prompts", dense("qwen3", "lasttoken", normalize, prompts=_PROMPTS)),
    Case("dense", "GPT-2, weighted mean", dense("gpt2", "weightedmean")),
    Case("dense", "mean by the root of the length", dense("bert", "mean_sqrt_len_tokens")),
    Case("dense", "two poolings side by side", dense("bert", ("cls", "mean"))),
    Case("dense", "Dense with tanh", dense("bert", "mean", projection(16))),
    Case(
        "dense",
        "Dense, Normalize, truncate_dim",
        dense("bert", "mean", projection(24, False), normalize, truncate_dim=12),
    ),
    Case("dense", "dimensions chosen", dense("bert", "mean", normalize), Wishes(dimensions=8)),
    Case("dense", "prompts for queries and passages", dense("bert", "mean", normalize, prompts=_PROMPTS)),
    Case(
        "dense",
        "a default prompt",
        dense("bert", "mean", prompts={"find": "find: "}, default_prompt_name="find"),
    ),
    Case(
        "dense",
        "a prompt left out of the pooling",
        dense("bert", "mean", prompts=_PROMPTS, include_prompt=False),
    ),
    Case("dense", "a window of 16 tokens", dense("bert", "mean", normalize, max_seq_length=16)),
    Case("dense", "compared by dot product", dense("roberta", "mean", similarity_fn_name="dot")),
    Case("dense", "StaticEmbedding", static()),
    Case("dense", "StaticEmbedding, normalised, dimensions chosen", static(normalize), Wishes(dimensions=8)),
    Case("dense", "do_lower_case", dense("cased", "mean", do_lower_case=True)),
    Case("dense", "weights in bfloat16", dense("bert", "mean", normalize, dtype="bfloat16")),
    Case("dense", "weights as pytorch_model.bin", dense("bert", "mean", binary=True)),
    Case("dense", "a plain folder of transformers", lambda folder: backbone(folder), said="dense"),
    Case(
        "dense",
        "a window of 1e30 tokens",
        changed(dense("xlm-roberta", "mean"), "tokenizer_config.json", model_max_length=10**30),
    ),
)

SPARSE = (
    Case("sparse", "SPLADE, maximum, relu", splade()),
    Case("sparse", "SPLADE, sum, relu", splade("sum")),
    Case("sparse", "SPLADE, maximum, log1p_relu", splade("max", "log1p_relu")),
    Case("sparse", "SPLADE, sum, log1p_relu", splade("sum", "log1p_relu")),
    Case("sparse", "SPLADE on RoBERTa (byte-level)", splade(family="roberta")),
    Case(
        "sparse", "SPLADE on DistilBERT, largest 20 entries", splade(family="distilbert", max_active_dims=20)
    ),
    Case("sparse", "inference-free queries behind a Router", splade(way="router")),
    Case("sparse", "SparseStaticEmbedding", sparse_static),
    Case("sparse", "CSR", csr),
)

CROSS = (
    Case("cross-encoder", "BERT, sigmoid, token types", cross()),
    Case("cross-encoder", "BERT, identity", cross(identity=True)),
    Case("cross-encoder", "RoBERTa (byte-level), sigmoid", cross("roberta")),
    Case("cross-encoder", "XLM-R (sentencepiece), identity", cross("xlm-roberta", identity=True)),
    Case("cross-encoder", "DistilBERT, identity", cross("distilbert", identity=True)),
    Case("cross-encoder", "ModernBERT, sigmoid", cross("modernbert")),
    Case("cross-encoder", "three labels, one chosen", cross("bert", 3), Wishes(label="2")),
    Case("cross-encoder", "a default prompt", cross("bert", prompts=_PROMPTS, default_prompt_name="query")),
)


def _file(name: str, text: str) -> "Case.build":  # type: ignore[name-defined]
    def build(folder: Path) -> None:
        dense()(folder)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return build


def _language_model(folder: Path) -> None:
    backbone(folder, "qwen2", "CausalLM")
    saved = {"model_type": "CrossEncoder"}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(saved))
    module = "sentence_transformers.cross_encoder.modules.logit_score.LogitScore"
    (folder / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": module}]))


def _no_filler(folder: Path) -> None:
    dense("gpt2", "weightedmean")(folder)
    path = folder / "tokenizer_config.json"
    held = json.loads(path.read_text())
    path.write_text(json.dumps({name: value for name, value in held.items() if name != "pad_token"}))


def _more_words(folder: Path) -> None:
    dense()(folder)
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.add_tokens([f"another{place}" for place in range(9)])
    tokenizer.save_pretrained(folder)


def _no_weights(folder: Path) -> None:
    dense()(folder)
    (folder / "model.safetensors").unlink()


_PYLATE = json.dumps([{"idx": 0, "name": "0", "path": "", "type": "pylate.models.ColBERT"}])
_OWN = json.dumps([{"idx": 0, "name": "0", "path": "", "type": "modeling.Own"}])
_LSTM = "sentence_transformers.models.LSTM"

REFUSED = (
    Case("refused", "an adapter (LoRA)", _file("adapter_config.json", "{}"), refused="it is an adapter"),
    Case(
        "refused",
        "code of its own",
        changed(dense(), "config.json", auto_map={"AutoModel": "m.M"}),
        refused="code of its own",
    ),
    Case("refused", "a module of its own", _file("modules.json", _OWN), refused="code of its own"),
    Case("refused", "euclidean", dense(similarity_fn_name="euclidean"), refused="euclidean"),
    Case("refused", "manhattan", dense(similarity_fn_name="manhattan"), refused="manhattan"),
    Case("refused", "a language model as reranker", _language_model, refused="language model"),
    Case(
        "refused",
        "late interaction",
        changed(dense(), "config_sentence_transformers.json", model_type="MultiVectorEncoder"),
        refused="late interaction",
    ),
    Case("refused", "PyLate", _file("modules.json", _PYLATE), refused="late interaction"),
    Case("refused", "no token to fill rows with", _no_filler, refused="tokenise"),
    Case("refused", "more tokens than embeddings", _more_words, refused="embedding table"),
    Case("refused", "a damaged modules.json", _file("modules.json", "[{"), refused="cannot be read"),
    Case("refused", "damaged weights", _file("model.safetensors", "no weights"), refused="cannot be loaded"),
    Case("refused", "no weights", _no_weights, refused="no weights"),
    Case("refused", "a plain folder without a kind", lambda folder: backbone(folder), refused="--kind"),
    Case("refused", "three labels, none chosen", cross("bert", 3), refused="--label"),
    Case(
        "refused",
        "an activation of its own",
        changed(
            dense("bert", "mean", projection(16)), "2_Dense/config.json", activation_function="own.Swish"
        ),
        refused="own.Swish",
    ),
    Case("refused", "too many dimensions", dense(), Wishes(dimensions=64), refused="1 to 32"),
    Case(
        "refused",
        "texts cut at the left",
        changed(dense(), "tokenizer_config.json", truncation_side="left"),
        refused="left",
    ),
)
