"""SPLADE on a backbone without a trained masked-LM head: where it starts, and when full vectors stop it."""

from types import SimpleNamespace

import pytest

torch = pytest.importorskip("torch")

from fixtures.tiny_training import write_tiny_bert  # noqa: E402

from pipelines.architectures import max_pooled_logits  # noqa: E402
from pipelines.families.sparse.active_dimensions import PATIENCE, ActiveDimensions  # noqa: E402
from pipelines.families.sparse.build import build_sparse_encoder  # noqa: E402
from pipelines.families.sparse.options import SparseOptions  # noqa: E402
from pipelines.recipe import Recipe  # noqa: E402
from search_app.errors import SearchAppError  # noqa: E402

TEXTS = ["the cat sleeps in the house", "the dog eats", "where does the bird sleep"]


def test_a_missing_head_starts_with_few_entries_per_vector(tmp_path, monkeypatch):
    monkeypatch.setattr(max_pooled_logits, "START_ACTIVE", 20)
    write_tiny_bert(tmp_path)
    recipe = Recipe(
        name="r", kind="sparse", base_model="bert", sparse=SparseOptions(head="mlm", inference_free=False)
    )
    model = build_sparse_encoder(recipe, str(tmp_path), TEXTS)
    active = (model.encode(TEXTS, convert_to_sparse_tensor=False) > 0).sum(dim=1).float()
    assert 10 <= active.mean() <= 30


def steps(watch: ActiveDimensions, active: float, first: int, last: int) -> None:
    watch._active = active
    for step in range(first, last + 1):
        watch.on_step_end(None, SimpleNamespace(global_step=step, max_steps=100), None)


def test_vectors_may_be_full_while_the_regulariser_grows():
    watch = ActiveDimensions(torch.nn.Module(), low=2, high=2000, warmup=0.5)
    steps(watch, 9000.0, 1, 50 + PATIENCE - 1)
    with pytest.raises(SearchAppError, match="step 70: the sparse vectors have 9000 active dimensions"):
        steps(watch, 9000.0, 50 + PATIENCE, 50 + PATIENCE)


def test_empty_vectors_stop_the_run_at_any_time():
    watch = ActiveDimensions(torch.nn.Module(), low=2, high=2000, warmup=0.5)
    with pytest.raises(SearchAppError, match="step 20: the sparse vectors have 0 active dimensions"):
        steps(watch, 0.0, 1, PATIENCE)
