import re
from types import SimpleNamespace

from search_app.passages import SplitRule, read_text, read_texts, split
from search_app.passages.title import TITLE_TOKENS
from search_app.records import Document, Passage


def starts(text):
    return [match.start() for match in re.finditer(r"\S+", text)]


def passage(title_words, text_words):
    text = " ".join(f"t{number}" for number in range(text_words))
    title = " ".join(f"title{number}" for number in range(title_words))
    return Passage("d", 0, 0, len(text), text, title)


def test_a_long_title_leaves_the_text_its_place():
    long = passage(300, 20)
    read = read_text(long, 254, starts)
    assert read.endswith(f" title{TITLE_TOKENS - 1} {long.text}")
    assert len(starts(read_text(long, 100, starts))) == 50 + 20


def test_what_fits_is_read_whole():
    for fits in (passage(200, 20), passage(60, 300), passage(0, 500)):
        assert read_text(fits, 254, starts) == fits.full_text


def test_an_encoder_without_a_window_reads_everything():
    long = passage(300, 20)
    windowed = SimpleNamespace(passage_room=254, token_starts=starts)
    assert read_texts([long], object()) == [long.full_text]
    assert read_texts([long], windowed) == [read_text(long, 254, starts)]


def test_the_budget_counts_a_long_title():
    text = " ".join(f"Word{number}." for number in range(1000))
    lengths = {}
    for words in (0, 10, 60, 300):
        document = Document("d", " ".join(f"title{number}" for number in range(words)), text)
        passages = split(document, SplitRule(starts, 200, 30, 254))
        lengths[words] = max(len(starts(each.text)) for each in passages)
        assert all(len(starts(read_text(each, 254, starts))) <= 254 for each in passages)
        assert all(read_text(each, 254, starts).endswith(each.text) for each in passages)
    assert lengths == {0: 200, 10: 200, 60: 194, 300: 190}
