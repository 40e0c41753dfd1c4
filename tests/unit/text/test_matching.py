import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.text.matching import MatchingText, matching_text, normalised
from search_app.text.words import word_spans


@pytest.mark.parametrize(
    ("written", "matched"),
    [
        ("cafe\u0301 I\u0307zmir", "café İzmir"),
        ("\ufb01nal o\ufb03ce", "final office"),
        ("water\u00adproof", "waterproof"),
        ("zero\u200bwidth join\u200d er\u200c \u2060x\ufeff", "zerowidth join er x"),
        ("\uff21\uff22\uff23\uff11\uff12", "ABC12"),
        ("\uff76\uff9e\uff72\uff84\uff9e", "ガイド"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("no\u00a0break\u2003space", "no break space"),
        ("1\u00bd cups, 10\u00b3 m\u00b2, H\u2082O, Mark\u2122 2", "1 1⁄2 cups, 10 3 m2, H2O, Mark  2"),
        ("e\u200b\u0301", "é"),
        ("\u0e01\u0e32\u200b\u0e02\u0e32", "\u0e01\u0e32 \u0e02\u0e32"),
    ],
)
def test_one_spelling_for_all(written, matched):
    assert normalised(written) == matched
    assert normalised(matched) == matched


def test_places_lead_back_to_what_was_written():
    text = "Das Cafe\u0301 hat \ufb01ne wa\u00adter\u00ad."
    found = matching_text(text)
    written = {
        word: text[slice(*found.original(start, end))]
        for start, end in word_spans(found.text)
        for word in [found.text[start:end]]
    }
    assert written == {
        "Das": "Das",
        "Café": "Cafe\u0301",
        "hat": "hat",
        "fine": "\ufb01ne",
        "water": "wa\u00adter",
    }
    assert found.original(0, 0) == (0, 0)
    assert found.original(len(found.text), len(found.text)) == (len(text), len(text))


def test_what_is_normal_is_not_touched():
    for text in ("", "plain words", "déjà vu, 漢字かな"):
        assert matching_text(text).starts is None
        assert matching_text(text).text is text
    assert matching_text("cafe\u0301", 0).text == "cafe\u0301"


@given(
    st.text(
        st.sampled_from(
            "ae \u0301\u0327\u00ad\u200b\ufb01\uff21\u1100\u1161\u11a8가\u3131\uff76\uff9eがx1\u00bd"
        )
    )
)
def test_any_text_is_matched_once_and_for_all(text):
    found = matching_text(text)
    assert normalised(found.text) == found.text
    assert unicodedata.is_normalized("NFKC", found.text)
    if found.starts is not None:
        assert len(found.starts) == len(found.ends) == len(found.text)
        assert list(found.starts) == sorted(found.starts)
        for at in range(len(found.text)):
            start, end = found.original(at, at + 1)
            assert 0 <= start < end <= len(text)


def test_words_hold_what_is_not_seen():
    text = "a wa\u00adter\u00ad, cafe\u0301\u200b zero\u200bwidth \u00ad"
    assert [text[slice(*span)] for span in word_spans(text)] == [
        "a",
        "wa\u00adter",
        "cafe\u0301",
        "zero\u200bwidth",
    ]


def test_the_identity_maps_places_to_themselves():
    assert MatchingText("abc").original(1, 3) == (1, 3)
