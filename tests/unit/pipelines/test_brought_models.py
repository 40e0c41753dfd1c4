"""Every form of a model against sentence-transformers itself, by the code that serves, run by torch."""

import numpy as np
import pytest
import torch

from benchmarks.brought_cases import CROSS, DENSE, REFUSED, SPARSE
from pipelines.bring.add import bring
from pipelines.bring.bundle import TOLERANCE, write_fp32
from pipelines.bring.loaded import quiet
from pipelines.bring.parity import Parity
from pipelines.bring.source import find_source
from pipelines.bring.texts import real_pairs, real_texts
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.session import OnnxSession
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.errors import BadInputError
from search_app.explain.text_words import text_words
from search_app.lanes.dense.word_shares import explain_dense
from search_app.records import Passage

ORIGIN = {"id": "tiny", "commit": "", "weights": {}}
TEXT = "Naïve search engines find 日本 pages"


def loaded(case, folder):
    with quiet():
        case.build(folder)
    return bring(find_source(str(folder)), case.said, case.wishes)


@pytest.fixture
def served(monkeypatch):
    """Return what makes a bundle whose graph is run by torch."""

    def make(model, folder):
        def run(self, outputs, feeds):
            with torch.no_grad():
                found = model.graph.eval()(*(torch.from_numpy(feeds[name]) for name in model.inputs))
            named = dict(zip(model.outputs, found if isinstance(found, tuple) else (found,), strict=True))
            return [named[name].numpy() for name in outputs]

        monkeypatch.setattr("pipelines.bring.bundle.write_graph", lambda _, path: path.write_bytes(b"-"))
        monkeypatch.setattr(OnnxSession, "load", lambda self: None)
        monkeypatch.setattr(OnnxSession, "run", run)
        monkeypatch.setattr(OnnxSession, "outputs", property(lambda self: frozenset(model.outputs)))
        write_fp32(model, folder, "tiny", "", ORIGIN)
        return folder

    return make


@pytest.fixture
def few_texts(monkeypatch):
    monkeypatch.setattr("pipelines.bring.parity.real_texts", lambda window: real_texts(window)[::-4])
    monkeypatch.setattr("pipelines.bring.parity.real_pairs", lambda window: real_pairs(window)[::-4])


@pytest.mark.parametrize("case", [*DENSE, *SPARSE, *CROSS], ids=lambda case: f"{case.kind}-{case.name}")
def test_a_model_is_served_as_the_library_computes_it(case, tmp_path, served, few_texts):
    model = loaded(case, tmp_path / "model")
    assert model.kind == case.kind
    bundle = served(model, tmp_path / "bundle")
    for name, value in Parity(model).of(bundle).items():
        assert value <= TOLERANCE, name
    if "token_vectors" in model.outputs:
        encoder = OnnxDenseEncoder(bundle)
        (tokens,) = encoder.encode_tokens([TEXT])
        whole = encoder.encode_passages([TEXT])[0]
        np.testing.assert_allclose(tokens.vectors.sum(axis=0), whole, atol=1e-5 * max(1, np.abs(whole).max()))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_cannot_be_exact_is_refused_with_the_reason(case, tmp_path):
    with pytest.raises(BadInputError, match=case.refused):
        loaded(case, tmp_path / "model")


def _case(cases, name):
    return next(case for case in cases if case.name == name)


@pytest.mark.parametrize(
    "name", ["BERT, mean, normalised", "RoBERTa (byte-level), mean, not normalised", "GPT-2, weighted mean"]
)
def test_word_shares_name_the_words_of_the_text_and_add_up(name, tmp_path, served):
    bundle = served(loaded(_case(DENSE, name), tmp_path / "model"), tmp_path / "bundle")
    encoder = OnnxDenseEncoder(bundle)
    query = encoder.encode_queries(["search pages"])[0]
    passage = Passage("d", 0, 0, len(TEXT), TEXT)
    (tokens,) = encoder.encode_tokens([passage.full_text])
    score = float(encoder.encode_passages([TEXT])[0] @ query)
    shares = explain_dense(query, passage, score, tokens)
    assert sum(share.weight for share in shares) == pytest.approx(score, abs=1e-4)
    words = {share.token for share in shares if share.spans}
    assert {"Naïve", "search", "engines", "find", "pages"} <= words
    for share in shares:
        assert all(TEXT[start:end] == share.token for start, end in share.spans)


def test_word_shares_of_a_sentencepiece_model_leave_the_prompt_out(tmp_path, served):
    from benchmarks.brought_models import Case, dense

    case = Case("dense", "prompted", dense("xlm-roberta", "mean", prompts={"document": "passage: "}))
    encoder = OnnxDenseEncoder(served(loaded(case, tmp_path / "model"), tmp_path / "bundle"))
    (tokens,) = encoder.encode_tokens([TEXT])
    places = [place for place in tokens.spans if place is not None]
    assert places[0][0] == 0
    assert max(end for _, end in places) == len(TEXT)


@pytest.mark.parametrize("name", ["SPLADE, maximum, relu", "SPLADE on RoBERTa (byte-level)"])
def test_entries_of_a_sparse_model_are_words_of_the_text(name, tmp_path, served):
    bundle = served(loaded(_case(SPARSE, name), tmp_path / "model"), tmp_path / "bundle")
    encoder = OnnxSparseEncoder(bundle)
    assert [word.surface for word in text_words("the search engine", encoder)] == ["the", "search", "engine"]
    entry = text_words("a search", encoder)[1].entries[-1]
    assert encoder.token(entry).strip("#") in "search"
    assert "Ġ" not in encoder.token(entry)


def test_latents_have_no_words(tmp_path, served):
    encoder = OnnxSparseEncoder(served(loaded(_case(SPARSE, "CSR"), tmp_path / "model"), tmp_path / "bundle"))
    assert encoder.token(3) == "latent 3"
    assert encoder.token_spans("a search") == []


def test_hidden_prompts_are_said(tmp_path):
    model = loaded(_case(DENSE, "a default prompt"), tmp_path / "model")
    assert model.prompts == {"query": "find: ", "passage": "find: "}
    assert any("find: " in note for note in model.notes)
