import pytest

import search_app.lucene.writer as writing
from search_app.lucene import LuceneIndexWriter, LuceneSearcher
from search_app.lucene.fields import PassageFields

PAIRS = 0.3
TEXTS = {
    "together": "The black hole at the centre of a galaxy.",
    "apart": "A hole in the black galaxy at the centre.",
    "neither": "The centre of a town.",
    "elsewhere": "Small towns have no galaxy.",
}


@pytest.fixture
def stars(make_passage):
    return {name: make_passage(name, text) for name, text in TEXTS.items()}


def _ids(hits):
    return [hit.passage_id for hit in hits]


def test_words_that_stand_together_go_first(build, stars):
    searcher = build(list(stars.values()))
    plain = {hit.passage_id: hit.score for hit in searcher.search("black hole galaxy", 10)}
    paired = {hit.passage_id: hit.score for hit in searcher.search("black hole galaxy", 10, pairs=PAIRS)}
    assert plain.keys() == paired.keys()
    assert plain[stars["together"].id] == pytest.approx(plain[stars["apart"].id])
    assert paired[stars["together"].id] > paired[stars["apart"].id]
    assert paired[stars["apart"].id] == pytest.approx(plain[stars["apart"].id])
    assert _ids(searcher.search("black hole galaxy", 1, pairs=PAIRS)) == [stars["together"].id]


def test_stop_words_between_keep_their_place(build, stars):
    searcher = build(list(stars.values()))
    plain, paired = (
        {hit.passage_id: hit.score for hit in searcher.search("centre of a galaxy", 10, pairs=pairs)}
        for pairs in (0.0, PAIRS)
    )
    assert [name for name, passage in stars.items() if paired.get(passage.id) != plain.get(passage.id)] == [
        "together"
    ]


@pytest.mark.parametrize(
    "text", ["black hole", "the centre of a galaxy, a black hole", "hole", "hole hole black"]
)
def test_contributions_with_pairs_sum_to_the_score(build, stars, text):
    searcher = build(list(stars.values()))
    by_id = {passage.id: passage for passage in stars.values()}
    hits = searcher.search(text, 10, pairs=PAIRS)
    assert hits
    for hit in hits:
        explained = searcher.explain(text, by_id[hit.passage_id], PAIRS)
        assert sum(one.weight for one in explained) == pytest.approx(hit.score, rel=1e-5)


def test_a_pair_is_shown_as_it_stands_in_the_passage_or_the_question(build, make_passage):
    passage = make_passage("a", "😀 Black holes, and the speed of light.", title="General relativity")
    searcher = build([passage, make_passage("b", "other words")])
    explained = {
        one.token: [passage.text[slice(*span)] for span in one.spans]
        for one in searcher.explain("general relativity: black hole, Speed of Light", passage, PAIRS)
        if " " in one.token
    }
    assert explained == {
        "general relativity": [],
        "Black holes": ["Black holes"],
        "speed of light": ["speed of light"],
    }


def test_pairs_are_those_of_a_questions_beginning(build, stars):
    searcher = build(list(stars.values()))
    far = "filler " * 100 + "black hole"
    assert searcher.search(far, 10, pairs=PAIRS) == searcher.search(far, 10)


def test_an_index_without_positions_is_searched_and_written_on_plainly(tmp_path, stars, monkeypatch):
    passages = list(stars.values())
    with monkeypatch.context() as earlier:
        earlier.setattr(
            writing, "PassageFields", lambda analysis, _: PassageFields(analysis, positions=False)
        )
        writer = LuceneIndexWriter(tmp_path / "index")
        writer.upsert(passages[:2])
        writer.close()
    writer = LuceneIndexWriter(tmp_path / "index")
    writer.upsert(passages[2:])
    writer.close()
    searcher = LuceneSearcher(tmp_path / "index")
    assert searcher.count() == len(passages)
    assert searcher.search("black hole", 10, pairs=PAIRS) == searcher.search("black hole", 10)
    explained = searcher.explain("black hole", passages[0], PAIRS)
    assert {one.token for one in explained} == {"black", "hole"}
    searcher.close()
