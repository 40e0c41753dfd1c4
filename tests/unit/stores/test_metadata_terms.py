from hypothesis import given
from hypothesis import strategies as st

from search_app.stores.metadata_terms import metadata_term, metadata_terms

VALUES = st.one_of(
    st.text(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False)
)


def kind(value):
    return "flag" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


@given(st.text(), VALUES, st.text(), VALUES)
def test_terms_are_equal_exactly_when_field_type_and_value_are(field, value, other_field, other):
    same = field == other_field and kind(value) == kind(other) and value == other
    assert (metadata_term(field, value) == metadata_term(other_field, other)) == same


@given(st.text(max_size=5), st.text(min_size=600, max_size=700))
def test_long_values_get_short_terms_that_still_differ(field, value):
    assert len(metadata_term(field, value).encode()) <= 512
    assert metadata_term(field, value) != metadata_term(field, value + "x")


def test_a_list_yields_one_term_for_each_different_entry():
    assert metadata_terms({"tags": ["a", "b", "a"], "n": 1}) == [
        '["tags", "a"]',
        '["tags", "b"]',
        '["n", 1.0]',
    ]
    assert metadata_terms({}) == []
