import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_app.encoders.dense import OnnxDenseEncoder
from search_app.lanes.dense.word_shares import ROUNDING, WHOLE, explain_dense
from search_app.protocols import TokenVectors
from search_app.records import Passage


@pytest.fixture(scope="module")
def encoder(tiny_bundles):
    return OnnxDenseEncoder(tiny_bundles.dense, threads=1)


def _explain(encoder, query, text, title="", score=None):
    passage = Passage("d", 0, 0, len(text), text, title)
    vector = encoder.encode_queries([query])[0]
    stored = encoder.encode_passages([passage.full_text])[0]
    score = float(stored @ vector) if score is None else score
    return explain_dense(vector, passage, score, encoder.encode_tokens([passage.full_text])[0]), score


def test_every_occurrence_of_a_word_has_its_share_and_the_sum_is_the_score(encoder):
    found, score = _explain(encoder, "cat", "A cat, a dog, a CAT.")
    assert sum(each.weight for each in found) == pytest.approx(score, rel=1e-5)
    cats = [each for each in found if each.token.lower() == "cat"]
    assert {each.spans for each in cats} == {((2, 5),), ((16, 19),)}
    assert cats == found[:2]
    assert [each.kind for each in found] == ["share"] * 9 + ["rest"]


def test_pieces_of_a_word_and_words_of_the_title_are_named_as_written(encoder):
    found, _ = _explain(encoder, "search", "we cooked bread", title="Searching")
    shares = {each.token: each for each in found}
    assert shares["Searching"].spans == ()
    assert shares["cooked"].spans == ((3, 9),)
    assert WHOLE in shares


def test_the_difference_to_the_stored_vector_is_shown_apart(encoder):
    found, score = _explain(encoder, "cat", "the cat")
    assert ROUNDING not in {each.token for each in found}
    moved, _ = _explain(encoder, "cat", "the cat", score=score + 0.125)
    (rounding,) = (each for each in moved if each.token == ROUNDING)
    assert rounding.weight == pytest.approx(0.125, rel=1e-4)
    assert sum(each.weight for each in moved) == pytest.approx(score + 0.125, rel=1e-5)


def test_a_model_without_token_vectors_explains_nothing(encoder):
    nothing = TokenVectors((), np.zeros((0, 8), dtype=np.float32))
    assert explain_dense(np.ones(8, dtype=np.float32), Passage("d", 0, 0, 1, "x"), 0.5, nothing) == []


def test_a_token_without_characters_counts_with_those_around_the_text():
    places = (None, (0, 3), (3, 3), (5, 8), None)
    vectors = np.diag([1, 2, 4, 8, 16]).astype(np.float32)
    passage = Passage("d", 0, 0, 8, "cat  dog")
    found = explain_dense(np.ones(5, dtype=np.float32), passage, 31.0, TokenVectors(places, vectors))
    assert [(each.token, each.weight, each.kind) for each in found] == [
        ("dog", 8, "share"),
        ("cat", 2, "share"),
        (WHOLE, 21, "rest"),
    ]


def test_a_token_of_line_breaks_is_no_word_and_counts_with_those_around_the_text():
    places = (None, (0, 3), (3, 5), (5, 8), None)
    vectors = np.diag([1, 2, 4, 8, 16]).astype(np.float32)
    passage = Passage("d", 0, 0, 8, "cat\n dog")
    found = explain_dense(np.ones(5, dtype=np.float32), passage, 31.0, TokenVectors(places, vectors))
    assert [(each.token, each.weight) for each in found] == [("dog", 8), ("cat", 2), (WHOLE, 21)]


def test_only_what_the_model_reads_has_a_share(encoder):
    found, score = _explain(encoder, "cat", "bread " * 100 + "cat")
    assert sum(each.weight for each in found) == pytest.approx(score, abs=1e-5)
    assert "cat" not in {each.token for each in found}


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=60), title=st.text(max_size=12))
def test_any_text_adds_up_with_places_inside_it(encoder, text, title):
    found, score = _explain(encoder, "the cat on the road", text, title)
    assert sum(each.weight for each in found) == pytest.approx(score, abs=1e-5)
    for each in found:
        assert each.token.strip()
        assert all(0 <= start < end <= len(text) for start, end in each.spans)
