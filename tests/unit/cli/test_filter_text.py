import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.cli.filter_text import parse_filter
from search_app.errors import BadInputError
from search_app.records import Condition, SearchFilter


def test_conditions_are_parsed():
    assert parse_filter(
        ["kind=function", "year>=1990", "year <= 2000.5", "n=3|4", "open=true"]
    ) == SearchFilter(
        (
            Condition("kind", any_of=("function",)),
            Condition("year", at_least=1990.0),
            Condition("year", at_most=2000.5),
            Condition("n", any_of=(3, 4)),
            Condition("open", any_of=(True,)),
        )
    )
    assert parse_filter([]) is None


def test_days_are_compared_as_they_are_stored():
    assert parse_filter(["day>=2024-05-31", "day=2024-05-31|soon"]) == SearchFilter(
        (
            Condition("day", at_least=20240531.0),
            Condition("day", any_of=("2024-05-31", "soon", 20240531)),
        )
    )


@pytest.mark.parametrize("text", ["", "kind", "=x", "year>=soon", ">=3", "a<b"])
def test_what_is_no_condition_is_refused(text):
    with pytest.raises(BadInputError):
        parse_filter([text])


@given(st.text(max_size=200))
def test_any_text_parses_or_is_refused(text):
    try:
        parsed = parse_filter([text])
    except BadInputError:
        return
    assert len(parsed.conditions) == 1
