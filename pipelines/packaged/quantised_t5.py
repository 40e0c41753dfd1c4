"""A T5 whose package carries it as two 8-bit ONNX graphs, as a folder for transformers.

`quantize_dynamic` of ONNX Runtime keeps each weight as an integer tensor with a scale and a zero point, and
the path of the module that multiplies by it in the name of the node.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from pipelines.packaged.unpacked import unpacked
from pipelines.quantised_tensors import QUANTISED, dequantised

GRAPHS = {"encoder.onnx": ("enc", "encoder"), "decoder.onnx": ("m", "")}
"""File: (how its names begin, how those of transformers begin)."""

_KEPT = ("layer_norm.weight", "relative_attention_bias.weight")
_SPECIAL = {"eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
_SHARED = ("embed_tokens.weight", "shared.weight")


def flan_t5_small(folder: Path) -> Path:
    """Return a folder with the flan-t5-small in `folder`, made in the user's cache directory.

    Args:
        folder: With `encoder.onnx`, `decoder.onnx` and `tokenizer.json`.
    """
    files = [folder / name for name in (*GRAPHS, "tokenizer.json")]
    return unpacked("flan-t5-small-titles", files, lambda target: _write(folder, target))


def read_weights(path: Path, begins: str, root: str) -> dict[str, NDArray[np.float32]]:
    """Return {name in transformers: float32 tensor} of one graph.

    Args:
        path: The graph.
        begins: The first part of its names, which is left out.
        root: What transformers has instead, or nothing.
    """
    graph = onnx.load(path).graph
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    return {".".join(filter(None, (root, name))): values for name, values in _weights(graph, tensors, begins)}


def _weights(
    graph: onnx.GraphProto, tensors: dict[str, NDArray[Any]], begins: str
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    for name, tensor in tensors.items():
        plain = name.removesuffix(QUANTISED)
        if plain.endswith(_SHARED):
            if plain != name:
                yield "shared.weight", dequantised(tensors, plain)
        elif plain.endswith(_KEPT) and (plain != name or plain + QUANTISED not in tensors):
            values = dequantised(tensors, plain) if plain != name else tensor
            yield plain.removeprefix(f"{begins}."), values
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in tensors:
            _, *modules, _ = node.name.strip("/").split("/")
            yield (
                ".".join([*modules, "weight"]),
                dequantised(tensors, node.input[1].removesuffix(QUANTISED)).T,
            )


def _write(source: Path, target: Path) -> None:
    import json

    import torch
    from safetensors.torch import save_file
    from transformers import PreTrainedTokenizerFast, T5Config

    state = {}
    for name, (begins, root) in GRAPHS.items():
        for weight, values in read_weights(source / name, begins, root).items():
            # Both graphs carry the embeddings, which transformers names once.
            state["shared.weight" if weight.endswith("shared.weight") else weight] = torch.tensor(
                values.copy()
            )
    save_file(state, target / "model.safetensors", metadata={"format": "pt"})
    # The second is read by transformers as "the logits are not scaled either", kept under another name.
    base_keys: dict[str, Any] = {"decoder_start_token_id": 0, "tie_word_embeddings": False}
    config = T5Config(
        vocab_size=state["shared.weight"].shape[0],
        d_model=512,
        d_kv=64,
        d_ff=1024,
        num_layers=8,
        num_heads=6,
        feed_forward_proj="gated-gelu",
        **base_keys,
    ).to_dict()
    config |= {"architectures": ["T5ForConditionalGeneration"], "tie_word_embeddings": False}
    (target / "config.json").write_text(json.dumps(config, indent=1, default=str), encoding="utf-8")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(source / "tokenizer.json"), model_max_length=512, **_SPECIAL
    )
    tokenizer.save_pretrained(target)
