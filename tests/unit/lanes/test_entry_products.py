import numpy as np
import pytest
from fixtures.tiny_vocabulary import EXPANSION_WEIGHT, EXPANSIONS, IDS, OWN_WEIGHT, STOP_WEIGHT, VOCABULARY
from hypothesis import given, settings
from hypothesis import strategies as st

from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.explain.text_words import text_words
from search_app.lanes.sparse.entry_products import explain_sparse
from search_app.records import Passage, SparseVector


@pytest.fixture(scope="module")
def encoder(tiny_bundles):
    return OnnxSparseEncoder(tiny_bundles.sparse, threads=1)


def _explain(encoder, query, text, title=""):
    passage = Passage("d", 0, 0, len(text), text, title)
    document = encoder.encode_passages([passage.full_text])[0]
    vector = encoder.encode_queries([query])[0]
    found = explain_sparse(text_words(query, encoder), vector, passage, document, encoder)
    assert sum(each.weight for each in found) == pytest.approx(vector.dot(document), rel=1e-9)
    return found


def test_a_word_of_the_passage_is_literal_at_all_its_places(encoder):
    (found,) = _explain(encoder, "cat", "A cat is a CAT.")
    assert (found.token, found.kind, found.lane) == ("cat", "literal", "sparse")
    assert found.spans == ((2, 5), (11, 14))
    assert found.weight == OWN_WEIGHT**2


def test_a_word_the_model_added_is_an_expansion_without_place(encoder):
    (found,) = _explain(encoder, "animal", "the cat")
    assert (found.token, found.kind, found.spans) == ("animal", "expansion", ())
    assert found.weight == OWN_WEIGHT * EXPANSION_WEIGHT


def test_an_expansion_names_the_word_that_caused_it(encoder):
    asked = []

    def find(text, entries):
        asked.append((text, [VOCABULARY[entry] for entry in entries]))
        return encoder.expansion_sources([text], [entries])[0]

    passage = Passage("d", 0, 0, 16, "bread and horses", "The road")
    document = encoder.encode_passages([passage.full_text])[0]
    vector = encoder.encode_queries(["animal the bread"])[0]
    words = text_words("animal the bread", encoder)
    found = {each.token: each for each in explain_sparse(words, vector, passage, document, encoder, find)}
    assert found["animal"].sources == ("horses",)
    assert found["bread"].sources == ()
    assert asked == [("The road bread and horses", ["animal"])]


def test_what_no_expansion_needs_is_not_asked(encoder):
    passage = Passage("d", 0, 0, 3, "cat")
    document = encoder.encode_passages(["cat"])[0]
    query = encoder.encode_queries(["cat"])[0]
    found = explain_sparse(text_words("cat", encoder), query, passage, document, encoder, pytest.fail)
    assert [each.kind for each in found] == ["literal"]


def test_a_word_of_the_title_is_literal_without_place_in_the_text(encoder):
    (found,) = _explain(encoder, "dog", "bread and salt", title="Dog")
    assert (found.token, found.kind, found.spans) == ("dog", "literal", ())


def test_pieces_of_one_word_become_that_word(encoder):
    (found,) = _explain(encoder, "Searching", "start; then searching the index")
    assert (found.token, found.spans) == ("Searching", ((12, 21),))
    assert found.weight == pytest.approx(OWN_WEIGHT**2 + STOP_WEIGHT**2)


def test_a_part_of_a_query_word_is_shown_as_the_word_of_the_passage(encoder):
    (found,) = _explain(encoder, "searching", "we search here")
    assert (found.token, found.spans) == ("search", ((3, 9),))


def test_a_shared_suffix_counts_once_and_marks_only_the_words_that_matched(encoder):
    found = _explain(encoder, "cats dogs", "cats and dogs and birds")
    assert [each.token for each in found] == ["cats", "dogs"]
    assert found[0].weight == pytest.approx(OWN_WEIGHT**2 + STOP_WEIGHT**2)
    assert [each.spans for each in found] == [((0, 4),), ((9, 13),)]


def test_a_literal_suffix_and_an_expanded_stem_stay_apart(encoder):
    found = _explain(encoder, "animals", "cats")
    assert [(each.token, each.kind) for each in found] == [("animal", "expansion"), ("cats", "literal")]


def test_an_expanded_suffix_is_named_by_its_query_word(encoder):
    query, document = (SparseVector.from_mapping({IDS["##ing"]: 2.0}) for _ in range(2))
    passage = Passage("d", 0, 0, 3, "cat")
    (found,) = explain_sparse(text_words("cooking", encoder), query, passage, document, encoder)
    assert (found.token, found.kind, found.weight) == ("cooking", "expansion", 4.0)


def test_nothing_shared_gives_nothing(encoder):
    assert _explain(encoder, "planet", "bread") == []
    assert _explain(encoder, "", "") == []


_TEXTS = st.lists(
    st.sampled_from([*VOCABULARY, *EXPANSIONS, "cats", "cooking", "readers", "don't", "é", "😀", "\n", "."])
).map(" ".join)
_VECTORS = st.dictionaries(
    st.integers(0, len(VOCABULARY) - 1), st.floats(2**-10, 8, width=32), max_size=40
).map(SparseVector.from_mapping)


@settings(deadline=None, max_examples=150)
@given(query_text=_TEXTS, text=_TEXTS, title=_TEXTS, query=_VECTORS, document=_VECTORS)
def test_any_vectors_sum_to_the_inner_product(encoder, query_text, text, title, query, document):
    passage = Passage("d", 0, 0, len(text), text, title)
    found = explain_sparse(text_words(query_text, encoder), query, passage, document, encoder)
    assert sum(each.weight for each in found) == pytest.approx(query.dot(document), rel=1e-9)
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)
    for each in found:
        assert each.token
        assert all(0 <= start < end <= len(text) for start, end in each.spans)
        assert list(each.spans) == sorted(set(each.spans))
        assert each.kind == "literal" or not each.spans


@given(text=st.text(max_size=80))
def test_words_hold_every_token_once(encoder, text):
    words = text_words(text, encoder)
    assert sum(len(word.entries) for word in words) == len(encoder.token_spans(text))
    assert all(word.surface == text[word.start : word.end] for word in words)


def test_contributions_are_float64_products(encoder):
    value = np.float32(0.1)
    vector = SparseVector.from_mapping({IDS["cat"]: float(value)})
    (found,) = explain_sparse(
        text_words("cat", encoder), vector, Passage("d", 0, 0, 3, "cat"), vector, encoder
    )
    assert found.weight == float(value) * float(value)
