import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.errors import BadInputError
from search_app.filters.order_keys import exact_number
from search_app.lucene.analyzer import java_text
from search_app.lucene.fields import flag_field, keyword_field, keyword_term, order_field

LUCENE_LIMIT = 32_766


@given(st.text(st.characters()))
def test_java_text_keeps_every_place_and_can_be_encoded(text):
    safe = java_text(text)
    assert len(safe) == len(text)
    assert safe.encode("utf-16")
    assert all(a == b for a, b in zip(safe, text, strict=True) if not "\ud800" <= b <= "\udfff")


def test_types_of_one_name_do_not_meet():
    assert len({keyword_field("year"), order_field("year", "number"), flag_field("year")}) == 3


def test_long_keywords_stay_apart_and_fit():
    first, second = "ü" * 20_000, "ü" * 20_000 + "!"
    assert keyword_term("short") == "short"
    assert keyword_term(first) == keyword_term(first) != keyword_term(second)
    assert len(keyword_term(first).encode()) < LUCENE_LIMIT
    assert keyword_term("a" * LUCENE_LIMIT) == "a" * LUCENE_LIMIT


def test_a_number_beyond_float64_is_refused():
    assert exact_number(3) == 3.0
    with pytest.raises(BadInputError, match="float64"):
        exact_number(10**400)
