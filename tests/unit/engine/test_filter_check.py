import pytest

from search_app.engine.filter_check import condition_text, failed_conditions
from search_app.records import Condition, SearchFilter

METADATA = {"year": 1995, "genre": ["drama", "war"], "open": True, "code": "1", "name": "x"}


@pytest.mark.parametrize(
    ("condition", "passes"),
    [
        (Condition("genre", any_of=("war", "comedy")), True),
        (Condition("genre", any_of=("comedy",)), False),
        (Condition("year", any_of=(1995,)), True),
        (Condition("year", any_of=("1995",)), False),
        (Condition("code", any_of=(1,)), False),
        (Condition("open", any_of=(True,)), True),
        (Condition("open", any_of=(1,)), False),
        (Condition("year", at_least=1995, at_most=1995), True),
        (Condition("year", at_least=1996), False),
        (Condition("open", at_least=0), False),
        (Condition("name", at_least=0), False),
        (Condition("absent", any_of=("x",)), False),
    ],
)
def test_conditions_hold_by_type_and_value(condition, passes):
    failed = failed_conditions(SearchFilter((Condition("name", any_of=("x",)), condition)), METADATA)
    assert failed == (() if passes else (condition,))


def test_no_filter_excludes_nothing():
    assert failed_conditions(None, METADATA) == ()
    assert failed_conditions(SearchFilter(()), METADATA) == ()


def test_conditions_read_as_they_are_typed():
    assert condition_text(Condition("genre", any_of=("war", True, 3))) == "genre=war|true|3"
    assert condition_text(Condition("year", at_least=1990.0, at_most=2000)) == "year>=1990 and year<=2000"
