"""Embedding models in the `.hmsemb` format of the holographic-memory packages, as folders for transformers.

A file is the eight bytes `HMSEMB01`, the length of a JSON header (little-endian, 8 bytes), the header, a
`tokenizer.json`, and the tensors one after the other in the header's order: "f32" as they are, "i8" as
int8[rows, columns] followed by one float32 scale for every `group` weights of a row.
"""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.packaged.unpacked import unpacked
from search_app.errors import CorruptError

MAGIC = b"HMSEMB01"
Tensors = dict[str, NDArray[np.float32]]

_EMBEDDINGS = {
    "word_emb": "embeddings.word_embeddings.weight",
    "pos_emb": "embeddings.position_embeddings.weight",
    "type_emb": "embeddings.token_type_embeddings.weight",
    "emb_ln.w": "embeddings.LayerNorm.weight",
    "emb_ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "f1": "intermediate.dense",
    "f2": "output.dense",
    "fln": "output.LayerNorm",
}
_SPECIAL = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "sep_token": "</s>",
    "cls_token": "<s>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}


def embedding_model(pack: Path) -> Path:
    """Return a folder with the model, made in the user's cache directory when it is not there.

    Raises:
        CorruptError: When the pack cannot be read.
    """
    return unpacked(pack.stem, [pack], lambda target: _write_folder(pack, target))


def read_pack(pack: Path, raw: bytes) -> tuple[dict[str, Any], bytes, Tensors]:
    """Return (header, tokenizer.json, {name: float32 tensor}).

    Raises:
        CorruptError: When the file is cut or of another format.
    """
    try:
        if raw[:8] != MAGIC:
            raise ValueError("it does not begin with HMSEMB01")
        (length,) = struct.unpack("<Q", raw[8:16])
        header = json.loads(raw[16 : 16 + length])
        end = 16 + length + header["tokenizer_len"]
        tokenizer, tensors = raw[16 + length : end], {}
        for entry in header["tensors"]:
            tensors[entry["name"]] = _tensor(entry, raw[end : end + entry["len"]])
            end += entry["len"]
        if end != len(raw):
            raise ValueError(f"{len(raw)} bytes where the header says {end}")
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise CorruptError(
            f"{pack} cannot be read ({error})", "a model pack as its package ships it", "install it again"
        ) from error
    return header, tokenizer, tensors


def _tensor(entry: dict[str, Any], raw: bytes) -> NDArray[np.float32]:
    shape = tuple(entry["shape"])
    size = int(np.prod(shape))
    if entry["dtype"] == "f32":
        return np.frombuffer(raw, "<f4", size).reshape(shape)
    group = entry["group"]
    weights = np.frombuffer(raw, np.int8, size).reshape(-1, group).astype(np.float32)
    scales = np.frombuffer(raw, "<f4", size // group, offset=size)
    return (weights * scales[:, None]).reshape(shape)


def _write_folder(pack: Path, folder: Path) -> None:
    """Write what transformers and sentence-transformers load: a RoBERTa with its pooling."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import PreTrainedTokenizerFast, RobertaConfig, RobertaModel

    header, tokenizer, tensors = read_pack(pack, pack.read_bytes())
    shape = header["arch"]
    config = RobertaConfig(
        vocab_size=shape["vocab"],
        hidden_size=shape["hidden"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        intermediate_size=shape["intermediate"],
        max_position_embeddings=shape["max_positions"],
        type_vocab_size=shape["type_vocab"],
        layer_norm_eps=shape["layer_norm_eps"],
        pad_token_id=shape["position_offset"] - 1,
    )
    model = RobertaModel(config, add_pooling_layer=False)
    state = {
        name: torch.tensor(value)
        for name, value in _renamed(tensors, shape["layers"], shape["hidden"]).items()
    }
    missing = model.load_state_dict(state, strict=False)
    if missing.missing_keys or missing.unexpected_keys:
        raise CorruptError(f"{pack} lacks weights ({missing})", "a whole model", "install its package again")
    model.save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes(tokenizer)
    PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"),
        model_max_length=header["meta"]["max_length"],
        **_SPECIAL,
    ).save_pretrained(folder)
    pooling = Pooling(shape["hidden"], pooling_mode=header["meta"]["pooling"])
    modules = [Transformer(str(folder), max_seq_length=header["meta"]["max_length"]), pooling]
    SentenceTransformer(modules=[*modules, *([Normalize()] if header["meta"]["normalize"] else [])]).save(
        str(folder)
    )


def _renamed(tensors: Tensors, layers: int, hidden: int) -> Tensors:
    """The names of transformers; queries, keys and values lie in one matrix in a pack."""
    state = {name: tensors[short] for short, name in _EMBEDDINGS.items()}
    for layer in range(layers):
        place = f"encoder.layer.{layer}"
        for short, name in _LAYER.items():
            state[f"{place}.{name}.weight"] = tensors[f"l{layer}.{short}.w"]
            state[f"{place}.{name}.bias"] = tensors[f"l{layer}.{short}.b"]
        for part, name in enumerate(("query", "key", "value")):
            rows = slice(part * hidden, (part + 1) * hidden)
            state[f"{place}.attention.self.{name}.weight"] = tensors[f"l{layer}.qkv.w"][rows]
            state[f"{place}.attention.self.{name}.bias"] = tensors[f"l{layer}.qkv.b"][rows]
    return state
