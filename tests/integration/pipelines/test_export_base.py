"""`search-app export RECIPE`: a base model as it is, from a folder or the hub, explained by its tokens."""

import numpy as np
import pytest
from fixtures.tiny_training import write_tiny_bert
from typer.testing import CliRunner

from search_app.bundles import read_manifest
from search_app.encoders.dense import OnnxDenseEncoder

pytest.importorskip("sentence_transformers")

RECIPE = """
name = "plain"
kind = "dense"
base_model = "{base}"
{more}
[dense]
pooling = "{pooling}"
[export]
max_tokens = 32
max_query_tokens = 16
precision = "fp32"
"""
TEXT = "the cat eats grass"


def export(folder, base: str, pooling: str = "cls", more: str = ""):
    from search_app.cli.main import app

    recipe = folder / "plain.toml"
    recipe.write_text(RECIPE.format(base=base, pooling=pooling, more=more), encoding="utf-8")
    return CliRunner().invoke(app, ["export", str(recipe), "-o", str(folder / "bundle")])


@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_a_folder_becomes_a_bundle_whose_token_vectors_sum_to_the_vector(tmp_path, pooling):
    write_tiny_bert(tmp_path / "bert")
    done = export(tmp_path, "bert", pooling)
    assert done.exit_code == 0, done.output
    assert read_manifest(tmp_path / "bundle").base_model == "bert"
    encoder = OnnxDenseEncoder(tmp_path / "bundle", 1)
    (vector,), (tokens,) = encoder.encode_passages([TEXT]), encoder.encode_tokens([TEXT])
    np.testing.assert_allclose(tokens.vectors.sum(axis=0), vector, atol=1e-5)
    assert np.linalg.norm(tokens.vectors[1:-1], axis=1).min() > 1e-6


def test_a_model_of_the_hub_is_fetched(tmp_path, monkeypatch):
    import huggingface_hub

    from pipelines.export import base

    bert = write_tiny_bert(tmp_path / "bert")
    monkeypatch.setattr(base, "check_hub_model", lambda name: None)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda name, **_: str(bert))
    assert export(tmp_path, "owner/name").exit_code == 0
    assert read_manifest(tmp_path / "bundle").base_model == "owner/name"


@pytest.mark.parametrize(
    ("base", "more", "said"),
    [
        ("bert", "[training]\nmax_steps = 1\n", "something to train"),
        ("nothing", "", "'nothing' is not there"),
    ],
)
def test_what_cannot_be_exported_is_said_in_a_sentence(tmp_path, base, more, said):
    from search_app.errors import SearchAppError

    write_tiny_bert(tmp_path / "bert")
    done = export(tmp_path, base, more=more)
    assert done.exit_code != 0
    told = done.output + str(done.exception if isinstance(done.exception, SearchAppError) else "")
    assert said in told
    assert not (tmp_path / "bundle").exists()
