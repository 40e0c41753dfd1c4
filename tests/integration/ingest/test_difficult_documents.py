import pytest

from benchmarks.documents import score
from benchmarks.hard.corpus import corpus
from benchmarks.hard.reading import read_ours

FOUND_AND_LEAKED = {
    "text": (118, 0),
    "web pages": (62, 0),
    "XML": (5, 3),
    "Markdown": (5, 0),
    "reStructuredText": (5, 0),
    "LaTeX": (4, 0),
    "notebooks": (2, 1),
    "Word": (32, 2),
    "PowerPoint": (11, 0),
    "Excel": (12, 4),
    "OpenDocument": (20, 1),
    "rich text": (33, 1),
    "EPUB": (3, 0),
    "mail": (31, 0),
    "PDF": (49, 3),
    "tables": (30, 0),
    "JSON": (22, 0),
}
"""Words that come out, and words that should not and do, by format: change them when a reader gets better."""


def test_every_format_has_its_figure():
    assert set(corpus()) == set(FOUND_AND_LEAKED)


@pytest.mark.parametrize("name", FOUND_AND_LEAKED)
def test_no_more_words_are_lost_than_are_known_to_be(name, tmp_path):
    group = corpus()[name]
    found = dict(zip((each.name for each in group), read_ours(group, tmp_path), strict=True))
    counted = score("search-app", group, found)
    words, leaked = FOUND_AND_LEAKED[name]
    assert counted.found >= words
    assert counted.leaked <= leaked
