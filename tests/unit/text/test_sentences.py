import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.text.sentences import sentence_spans


def _sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n\n ", []),
        ("no stop", ["no stop"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Dr. Smith et al. found it. See Fig. 3.", ["Dr. Smith et al. found it.", "See Fig. 3."]),
        ("J. R. Tolkien wrote. It sold.", ["J. R. Tolkien wrote.", "It sold."]),
        ("It works, e.g. here. Yes.", ["It works, e.g. here.", "Yes."]),
        ("Version 3.5 is out. Get it.", ["Version 3.5 is out.", "Get it."]),
        ('He said "Yes." Then left.', ['He said "Yes."', "Then left."]),
        ("Wrapped\nline here. Next\none.", ["Wrapped\nline here.", "Next\none."]),
        ("Title\n\nBody text", ["Title", "Body text"]),
        ("Steps:\n- first\n- second", ["Steps:", "- first", "- second"]),
        ("Call it\n>>> f.x()\n1", ["Call it", ">>> f.x()\n1"]),
        ("你好。世界！", ["你好。", "世界！"]),
        ("هل هذا؟ نعم.", ["هل هذا؟", "نعم."]),
    ],
)
def test_sentences(text, expected):
    assert _sentences(text) == expected


@given(st.text(alphabet=st.sampled_from(list("aB1 .!?\n\t-'\"(e.g)>。é\u0301"))) | st.text())
def test_spans_are_sorted_apart_trimmed_and_lose_nothing(text):
    spans = sentence_spans(text)
    assert all(text[start:end] and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))
    covered = {position for start, end in spans for position in range(start, end)}
    assert {position for position, char in enumerate(text) if not char.isspace()} <= covered


@pytest.mark.parametrize("unit", [".", "'", ". ", "\n", "\n ", ".'", "\u3002", "a", "- \n", "\r"])
def test_no_text_makes_it_slow(unit):
    text = unit * (200_000 // len(unit))
    started = time.perf_counter()
    sentence_spans(text)
    assert time.perf_counter() - started < 5
