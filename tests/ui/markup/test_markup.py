import html

import pytest
from fixtures.shown import shown
from hypothesis import given
from hypothesis import strategies as st

from ui.markup.control_marks import ControlMark, spell_controls, split_controls
from ui.markup.highlights import Mark
from ui.markup.html import Html, element, isolated, joined, marked, text

LETTERS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")) | st.sampled_from("<>&\"'")
)


def test_a_string_is_text() -> None:
    piece = element("p", '<b>bold</b> & "quoted"')
    assert piece.source == "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot;</p>"


def test_markup_is_taken_as_it_is() -> None:
    assert element("p", element("strong", "x"), None, "y").source == "<p><strong>x</strong>y</p>"


def test_an_attribute_cannot_be_left() -> None:
    root = shown(element("span", class_='a" onclick="alert(1)'))
    assert root.one("span").attributes == {"class": 'a" onclick="alert(1)'}


@pytest.mark.parametrize("tag", ["script", "style", "img", "iframe", "a", "svg", "p onclick=alert(1)"])
def test_tags_come_from_a_list(tag: str) -> None:
    with pytest.raises(ValueError, match="not among the tags"):
        element(tag)


@pytest.mark.parametrize("name", ["onclick", "href", "src", "style", "srcdoc"])
def test_attributes_come_from_a_list(name: str) -> None:
    with pytest.raises(ValueError, match="not among the attributes"):
        element("p", **{name: "x"})


def test_flags_and_absent_attributes() -> None:
    assert element("details", open=True).source == "<details open></details>"
    assert element("details", open=False, class_=None).source == "<details></details>"


def test_the_only_inline_style_is_a_number() -> None:
    assert element("span", shares={"share": 0.5}).source == '<span style="--share:0.5000"></span>'
    with pytest.raises(ValueError, match="could not convert"):
        element("span", shares={"share": "1;background:url(x)"})  # type: ignore[dict-item]


@given(LETTERS)
def test_text_reads_back(raw: str) -> None:
    assert html.unescape(text(raw).source) == raw
    assert shown(element("p", raw)).text == raw


@given(LETTERS, st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60), st.integers(0, 4)), max_size=6))
def test_marks_never_change_the_text(raw: str, spans: list[tuple[int, int, int]]) -> None:
    marks = [Mark(start, end, level) for start, end, level in sorted(spans)]
    assert shown(marked(raw, marks)).text == raw


@given(LETTERS, st.integers(0, 40), st.integers(0, 40))
def test_a_part_is_that_part(raw: str, start: int, length: int) -> None:
    marks = [Mark(position, position + 2, 1) for position in range(0, len(raw), 3)]
    assert shown(marked(raw, marks, start, start + length)).text == raw[start : start + length]


def test_a_mark_does_not_cut_an_entity() -> None:
    root = shown(marked("a<b", [Mark(1, 2, 4)]))
    assert root.one("mark").text == "<"
    assert root.text == "a<b"


def test_bidi_controls_are_shown_by_name() -> None:
    root = shown(text("invoice\u202egpj.exe"))
    assert root.text == "invoiceRLOgpj.exe"
    assert root.one("span", "control").attributes["title"] == "U+202E"


@given(st.text(st.sampled_from("ab\u202e\u2066\u200b\x00\x1b\ufeff\U000e0041\n\t")))
def test_no_control_reaches_the_page(raw: str) -> None:
    kept = set(element("p", raw, title=raw, class_="x").source)
    assert not kept & set("\u202e\u2066\u200b\x00\x1b\ufeff\U000e0041")
    parts = list(split_controls(raw))
    assert "".join(part if isinstance(part, str) else chr(part.code) for part in parts) == raw


def test_joiners_of_emoji_and_persian_stay() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert list(split_controls(family)) == [family]


def test_lone_surrogates_can_be_sent() -> None:
    assert list(split_controls("\ud800")) == [ControlMark("U+D800", 0xD800)]
    text("\ud800").source.encode()


def test_controls_in_plain_text_places() -> None:
    assert spell_controls("a\u202eb") == "a\u27e8RLO\u27e9b"


def test_other_peoples_text_is_isolated() -> None:
    assert isolated("שלום").source == '<bdi dir="auto">שלום</bdi>'


def test_pieces_are_joined_by_text() -> None:
    assert joined([Html("<p></p>"), text("x")], " < ").source == "<p></p> &lt; x"
