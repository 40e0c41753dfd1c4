import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.text.words import word_spans


def _words(text):
    return [text[start:end] for start, end in word_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n ", []),
        ("don't stop", ["don't", "stop"]),
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("3.11 and 1,000", ["3.11", "and", "1,000"]),
        ("os.path.join", ["os", "path", "join"]),
        ("e\u0301te\u0301 is", ["e\u0301te\u0301", "is"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("你好 カタカナ", ["你", "好", "カタカナ"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("'quoted'", ["quoted"]),
        ("😀 ok", ["ok"]),
    ],
)
def test_words(text, expected):
    assert _words(text) == expected


@given(st.text())
def test_spans_are_sorted_apart_and_cover_every_alphanumeric(text):
    spans = word_spans(text)
    assert all(start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))
    covered = {position for start, end in spans for position in range(start, end)}
    assert {position for position, char in enumerate(text) if char.isalnum()} <= covered
