import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.engine.filter_check import condition_text, failed_conditions
from search_app.errors import BadInputError
from search_app.filters.language import parse_filter
from search_app.records import Condition, SearchFilter

FIELDS = {
    "code": "keyword",
    "tags": "keywords",
    "n": "number",
    "id": "number",
    "years": "numbers",
    "version": "decimal",
    "when": "date",
    "open": "flag",
    "odd name=": "keyword",
}
DOCUMENTS = {
    "a": {"code": "007", "n": -5, "id": 1_790_000_000_000_000_001, "version": "1.10", "tags": ["x", "y z"]},
    "b": {"code": 7, "n": 5, "id": 1_790_000_000_000_000_002, "version": 1.1, "when": "2024-05-31"},
    "c": {"code": "true", "n": 9.99, "years": ["2019", "2020"], "when": "2024-05-31T10:30:00Z", "open": True},
    "d": {"code": True, "n": 2000, "version": "2.0", "when": "2025-01-01T00:30:00+01:00", "open": False},
    "e": {"code": "a|b (c)", "n": 20240531, "odd name=": "1..2", "years": ["-3"]},
}


def found(*texts: str) -> str:
    where = parse_filter(texts, FIELDS)
    return "".join(name for name, data in DOCUMENTS.items() if not failed_conditions(where, data))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code=007", "a"),
        ("code=7", "b"),
        ("code=true", "cd"),
        ('code="a|b (c)"', "e"),
        ("code=7|007", "ab"),
        ("code!=007", "bcde"),
        ("n=5.0", "b"),
        ("n = +5", "b"),
        ("n=9.99|-5", "ac"),
        ("n!=5", "acde"),
        ("n<5", "a"),
        ("n<=5", "ab"),
        ("n>9.99", "de"),
        ("n=5..10", "bc"),
        ("n=..5|2000..", "abde"),
        ("n=2024-05-31", "e"),
        ("id=1790000000000000001", "a"),
        ("id>1790000000000000001", "b"),
        ("version=1.1", "b"),
        ("version=1.10", "a"),
        ("version>1.1", "d"),
        ("version=1..1.5", "ab"),
        ("years=2019", "c"),
        ("years<0", "e"),
        ("years>=2020.0", "c"),
        ("tags=y z", "a"),
        ("when=2024-05-31", "bc"),
        ("when=2024", "bcd"),
        ("when=2025", ""),
        ("when>2024-05-31", "d"),
        ("when<=2024-05", "bc"),
        ("when>=2024-05-31T10:30", "cd"),
        ("when=2024-05-31..2024-06", "bc"),
        ("open=true", "c"),
        ("open=FALSE", "d"),
        ("open!=true", "abde"),
        ("tags?", "a"),
        ("!tags?", "bcde"),
        ('"odd name="="1..2"', "e"),
        ("NOT n<5 AND (open? OR code=7)", "bcd"),
        ("n<0 OR n>100 AND open?", "ad"),
        ("(n<0 OR n>100) AND open?", "d"),
        ("NOT (n<0 OR open?)", "be"),
    ],
)
def test_a_filter_means_what_its_fields_say(text, expected):
    assert found(text) == expected


def test_several_filters_must_all_hold_and_none_is_no_filter():
    assert found("n>0", "open?") == "cd"
    assert parse_filter([], FIELDS) is None
    assert parse_filter("n=5", FIELDS) == SearchFilter((Condition("n", (5,)),))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nosuch=5", "no field 'nosuch'"),
        ("n=many", "type number"),
        ("open=1", "true or false"),
        ("when=soon", "a date such as"),
        ("code>3", "type keyword"),
        ("n=5..3", "from the lower to the higher"),
        ("when=2025..2024", "from the lower to the higher"),
    ],
)
def test_what_does_not_fit_the_fields_lists_them(text, message):
    with pytest.raises(BadInputError, match=message) as refused:
        parse_filter([text], FIELDS)
    assert "n (number)" in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "code",
        "=x",
        "n>=",
        "AND",
        "n=1 AND",
        "n=1 OR OR n=2",
        "(n=1",
        "n=1 AND (",
        "NOT",
        "n=1|",
        "?",
        "(" * 99,
    ],
)
def test_what_is_no_filter_is_refused(text):
    with pytest.raises(BadInputError):
        parse_filter([text], FIELDS)


def test_bounds_that_exclude_each_other_are_refused():
    with pytest.raises(BadInputError, match="from 5 and up to 3"):
        parse_filter(["n>=5", "n<=3"], FIELDS)


@pytest.mark.parametrize(
    "text",
    [
        "n=5",
        "code=7",
        "version>1.5",
        "years=2019",
        "when=2024",
        "tags? AND id=1790000000000000001",
        "(n=1 OR tags?) AND NOT code=x",
    ],
)
def test_conditions_are_written_as_they_are_typed(text):
    clauses = parse_filter([text], FIELDS).conditions
    assert (
        " AND ".join(
            f"({condition_text(c)})" if " OR " in condition_text(c) else condition_text(c) for c in clauses
        )
        == text
    )


@given(st.text(max_size=200) | st.text(alphabet='nw=<>!?.|()" ANDORT157-', max_size=60))
def test_any_text_parses_or_is_refused(text):
    try:
        parsed = parse_filter([text], FIELDS | {"w": "date"})
    except BadInputError:
        return
    assert parsed.conditions
