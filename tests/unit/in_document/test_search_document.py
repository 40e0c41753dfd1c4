import numpy as np
import pytest

from search_app.errors import BadInputError
from search_app.in_document import reading_rule, search_document
from search_app.in_document.search_document import MOST_PASSAGES
from search_app.passages import SplitRule
from search_app.records import Document
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

TEXT = (
    "The cat is an animal for the kitchen.\n\n"
    + "A long walk on the road to the river. " * 12
    + "\n\nThe vaccine for the virus is in the blood.\n\n"
    + "A planet is near a star. " * 12
)


@pytest.fixture(scope="module")
def reranker(tiny_bundles):
    return OnnxCrossEncoder(tiny_bundles.cross_encoder, threads=1)


class Plain:
    fingerprint = "plain"

    def score(self, query, texts):
        return np.array([text.count(query) for text in texts], dtype=np.float32)


def test_the_best_passage_stands_first_and_points_into_the_document(reranker):
    document = Document("d", "Notes", TEXT)
    question = "vaccine virus blood"
    hits = search_document(document, question, reranker, reading_rule(question, reranker), 3)
    assert "The vaccine for the virus is in the blood." in hits[0].passage.text
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(TEXT[hit.passage.start : hit.passage.end] == hit.passage.text for hit in hits)


def test_every_passage_fits_the_window_and_none_overlap(reranker):
    question = "cat dog bird"
    document = Document("d", "", TEXT)
    hits = search_document(document, question, reranker, reading_rule(question, reranker), 100)
    assert len(hits) > 3
    spans = sorted((hit.passage.start, hit.passage.end) for hit in hits)
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))
    for hit in hits:
        assert reranker.characters_read(question, hit.passage.text) == len(hit.passage.text)
    read = " ".join(TEXT[start:end] for start, end in spans)
    assert read.split() == TEXT.split()


def test_any_reranker_will_do_and_equal_scores_keep_the_order_of_the_text():
    document = Document("d", "", "one cat. " * 100 + "a dog. " * 100)
    rule = reading_rule("cat", Plain())
    told = []
    hits = search_document(document, "dog", Plain(), rule, 10, lambda done, total: told.append((done, total)))
    zeros = [hit.passage.start for hit in hits if hit.score == 0]
    assert zeros == sorted(zeros)
    assert hits[0].score > 0
    assert told[-1] == (len(hits), len(hits))


@pytest.mark.parametrize(
    ("text", "question", "said"),
    [("cat", " ", "empty question"), (" \n", "cat", "no text"), ("cat. " * 9000, "cat", "passages")],
)
def test_what_cannot_be_searched_is_refused(text, question, said):
    rule = SplitRule(lambda text: [n for n, c in enumerate(text) if c == "c"], 2, 0)
    with pytest.raises(BadInputError, match=said):
        search_document(Document("d", "", text), question, Plain(), rule)
    assert MOST_PASSAGES < 9000 / 2
