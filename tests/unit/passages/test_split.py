"""Splitting: offsets, budget, coverage, overlap."""

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from search_app.passages import SplitRule, split, whole
from search_app.records import Document


def word_starts(text):
    return [match.start() for match in re.finditer(r"\w+|[^\w\s]", text)]


def rule(max_tokens=20, overlap=5):
    return SplitRule(word_starts, max_tokens, overlap)


def passages(text, **options):
    return split(Document("d", "T", text, {"kind": "x"}), rule(**options))


texts = st.lists(
    st.sampled_from(
        [
            "word ",
            "Longer sentence here. ",
            "\n\n",
            "\n",
            ". ",
            "! ",
            "né 漢字。",
            "\t",
            "x" * 40,
            " - ",
            "\n- item ",
        ]
    ),
    max_size=120,
).map("".join)


@settings(max_examples=500, deadline=None)
@given(text=texts, max_tokens=st.integers(16, 40), overlap=st.integers(0, 15))
def test_offsets_are_exact_budget_is_kept_and_nothing_is_lost(text, max_tokens, overlap):
    found = passages(text, max_tokens=max_tokens, overlap=overlap)
    covered = set()
    for ordinal, passage in enumerate(found):
        assert passage.ordinal == ordinal
        assert passage.text == text[passage.start : passage.end]
        assert len(found) == 1 or len(word_starts(passage.text)) <= max_tokens
        covered.update(range(passage.start, passage.end))
    starts = [passage.start for passage in found]
    ends = [passage.end for passage in found]
    assert starts == sorted(set(starts))
    assert ends == sorted(set(ends))
    assert all(text[index].isspace() for index in range(len(text)) if index not in covered)


def test_a_short_document_stays_whole_with_its_white_space():
    (passage,) = passages(" short. \n\n Text. ")
    assert (passage.text, passage.start, passage.end) == (" short. \n\n Text. ", 0, 17)
    assert (passage.title, passage.metadata) == ("T", {"kind": "x"})


def test_whole_never_cuts():
    document = Document("d", "", "word " * 1000)
    assert [passage.text for passage in whole(document)] == [document.text]


def test_breaks_between_sentences_and_repeats_the_last_one():
    text = "One two three four. " * 4 + "Five six seven eight. " * 4
    found = passages(text, max_tokens=20, overlap=5)
    assert all(passage.text.startswith(("One", "Five")) for passage in found)
    assert all(passage.text.endswith(".") for passage in found)
    assert all(after.start < before.end for before, after in zip(found, found[1:], strict=False))


def test_without_overlap_nothing_is_repeated():
    found = passages("One two three four. " * 20, overlap=0)
    assert all(after.start >= before.end for before, after in zip(found, found[1:], strict=False))


def test_breaks_rather_at_the_end_of_a_paragraph():
    paragraph = "One two three four. Five six seven eight. Nine ten eleven.\n\n"
    first, *_ = passages(paragraph * 3, max_tokens=20, overlap=0)
    assert first.text == paragraph.strip()


def test_a_long_sentence_is_cut_between_words():
    found = passages("word " * 100, max_tokens=20, overlap=0)
    assert {passage.text for passage in found} == {"word " * 19 + "word"}


def test_a_long_text_is_split_in_linear_time():
    text = "The quick brown fox jumps over the lazy dog. It sleeps.\n\n" * 20_000
    began = time.perf_counter()
    found = passages(text, max_tokens=200, overlap=30)
    assert len(found) > 1000
    assert time.perf_counter() - began < 20
