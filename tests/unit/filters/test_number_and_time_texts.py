import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.filters.iso_time import instant, time_span
from search_app.filters.number_text import decimal_text, plain_number
from search_app.filters.order_keys import halves


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-5", -5),
        ("9.99", 9.99),
        ("0.30000000000000004", 0.30000000000000004),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("007", None),
        ("1.10", None),
        ("5.0", None),
        ("-0", None),
        ("1e5", None),
        ("+49301234", None),
        ("0.1000000000000000055511151231257827", None),
        ("1234567890123456789.5", None),
        ("٣", None),
        ("", None),
    ],
)
def test_a_text_is_a_number_only_in_its_plain_form(text, number):
    assert plain_number(text) == number


@given(st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_is_taken_is_written_as_it_was(number):
    plain = plain_number(str(number))
    assert plain is None or str(plain) == str(number)


def test_decimals_that_would_lose_their_form_have_a_size_all_the_same():
    assert (decimal_text("1.10"), decimal_text("10.0")) == (1.1, 10.0)
    assert [decimal_text(text) for text in ("1.1", "10", "01.10", "1.10.2", "x")] == [None] * 5


@given(st.integers(-(2**63), 2**63 - 1))
def test_halves_are_exact(number):
    high, low = halves(number)
    assert int(high) * 2**32 + int(low) == number


def test_days_and_times_are_instants():
    assert instant("1970-01-02") == 86_400
    assert instant("1970-01-01T01:00:00+01:00") == instant("1970-01-01 00:00") == 0
    assert instant("0001-01-01") < instant("9999-12-31T23:59:59.5Z")
    assert [instant(text) for text in ("2024-13-01", "2024-5-1", "2024", "20240531", "soon")] == [None] * 5


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1971", 365 * 86_400), ("1971-02", 28 * 86_400), ("1971-12", 31 * 86_400), ("1971-02-03", 86_400)],
)
def test_what_is_named_has_a_beginning_and_an_end(text, seconds):
    begin, end = time_span(text)
    assert end - begin == seconds
    assert time_span("9999")[1] == float("inf")
    assert time_span("1971-13") is None
