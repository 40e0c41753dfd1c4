"""Bundles with the tokenizer and the vector shapes of the shipped ones and next to no arithmetic.

With them the job's own work is measured: reading, splitting, storing, indexing, building the graph.
"""

import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from search_app.bundles import locate_bundle
from search_app.bundles.manifest import BundleManifest, Kind, sha256_of, write_manifest

DIMENSION = 384
VOCABULARY = 30_522
"""Of the sparse model; the dense one has a tokenizer of its own."""

TOKENIZER = "tokenizer.json"
EXPANSIONS = 6
"""Vocabulary entries for each token of a passage: about as many as the shipped sparse model keeps."""

_HEADER = '<ir_version: 10, opset_import: ["": 18]>'
_DENSE = """
dense (int64[B,T] input_ids, int64[B,T] attention_mask) => (float[B,384] vectors) {
  embedded = Gather(table, input_ids)
  mask = Cast<to: int = 1>(attention_mask)
  column = Unsqueeze(mask, last)
  kept = Mul(embedded, column)
  total = ReduceSum<keepdims: int = 0>(kept, tokens)
  norm = ReduceL2<keepdims: int = 1>(total, last)
  vectors = Div(total, norm)
}"""
_SPARSE = """
sparse (int64[B,T] input_ids, int64[B,T] attention_mask) => (float[B,30522] weights) {
  mask = Cast<to: int = 1>(attention_mask)
  repeats = Unsqueeze(input_ids, last)
  moved = Add(repeats, steps)
  wrapped = Mod(moved, vocabulary)
  batch = Shape<start: int = 0, end: int = 1>(input_ids)
  flat = Concat<axis: int = 0>(batch, rest)
  indices = Reshape(wrapped, flat)
  column = Unsqueeze(mask, last)
  spread = Mul(column, shares)
  updates = Reshape(spread, flat)
  width = Concat<axis: int = 0>(batch, vocabulary)
  zeros = ConstantOfShape(width)
  weights = ScatterElements<axis: int = 1, reduction: string = "max">(zeros, indices, updates)
}"""


def write_light_models(folder: Path) -> dict[str, str]:
    """Write both bundles and return the settings that select them, as environment variables."""
    words = Tokenizer.from_file(str(locate_bundle("dense") / TOKENIZER)).get_vocab_size()
    table = np.random.default_rng(0).normal(size=(words, DIMENSION)).astype(np.float32)
    steps = np.arange(EXPANSIONS, dtype=np.int64) * 4999
    constants = {
        "steps": steps,
        "vocabulary": np.array([VOCABULARY]),
        "rest": np.array([-1]),
        "shares": np.linspace(1.0, 0.5, EXPANSIONS, dtype=np.float32),
    }
    dense = _write(folder / "dense", "dense", DIMENSION, _DENSE, {"table": table, "tokens": np.array([1])})
    sparse = _write(folder / "sparse", "sparse", VOCABULARY, _SPARSE, constants)
    return {"SEARCH_APP_DENSE_BUNDLE": str(dense), "SEARCH_APP_SPARSE_BUNDLE": str(sparse)}


def _write(
    folder: Path, kind: Kind, dimension: int, graph: str, constants: dict[str, NDArray[np.generic]]
) -> Path:
    import onnx

    model = onnx.parser.parse_model(_HEADER + graph)
    named = {**constants, "last": np.array([-1])}
    model.graph.initializer.extend(onnx.numpy_helper.from_array(array, name) for name, array in named.items())
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    shutil.copyfile(locate_bundle(kind) / TOKENIZER, folder / TOKENIZER)
    (folder / "README.md").write_text(f"# light-{kind}\n\nFor measurements.\n", encoding="utf-8")
    manifest = BundleManifest(
        kind=kind,
        name=f"light-{kind}",
        version="1",
        dimension=dimension,
        max_tokens=256,
        max_query_tokens=64,
        files={path.name: sha256_of(path) for path in sorted(folder.iterdir())},
        licence="Apache-2.0",
    )
    write_manifest(folder, manifest)
    return folder
