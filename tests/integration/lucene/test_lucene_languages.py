from contextlib import closing

import pytest

from search_app.errors import UnavailableError
from search_app.lucene import LuceneIndexWriter, LuceneSearcher
from search_app.lucene.index_analysis import IndexAnalysis
from search_app.lucene.jvm import start_jvm
from search_app.text.analysis import LANGUAGES, STANDARD, TextAnalysis

TEXTS = {
    "de": "Die alten Häuser der Städte stehen an einer langen Straße.",
    "en": "The old houses of the towns stand near a cafe\u0301 with water\u00adproof roofs.",
    "ja": "日本の首都は東京です。\uff76\uff9e\uff72\uff84\uff9eブックを読みます。",
    "fr": "Les cafés crème de l'été se boivent à la plage.",
}


@pytest.fixture
def ask(tmp_path, make_passage):
    """Return what finds texts in an index of `analyzer`: {name: [(word, what is marked for it)]}."""
    passages = {make_passage(name, text).id: make_passage(name, text) for name, text in TEXTS.items()}

    def run(analyzer, question, matching=1):
        analysis, path = TextAnalysis(analyzer, matching), tmp_path / f"{analyzer}{matching}"
        with closing(LuceneIndexWriter(path, analysis)) as writer:
            writer.upsert(list(passages.values()))
        with closing(LuceneSearcher(path, analysis)) as searcher:
            found = {}
            for hit in searcher.search(question, 10, pairs=0.4):
                passage = passages[hit.passage_id]
                parts = searcher.explain(question, passage, 0.4)
                assert sum(part.weight for part in parts) == pytest.approx(hit.score, rel=1e-5)
                marked = {passage.text[start:end] for part in parts for start, end in part.spans}
                found[passage.document_id] = marked
            return found, dict(searcher.languages())

    return run


@pytest.mark.parametrize(
    ("analyzer", "question", "found"),
    [
        ("german", "haus strasse", {"de": {"Häuser", "Straße"}}),
        ("german", "HÄUSER", {"de": {"Häuser"}}),
        ("japanese", "東京の首都", {"ja": {"東京", "首都"}}),
        (
            "chinese",
            "ガイド",
            {"ja": {"\uff76\uff9e\uff72", "\uff72\uff84\uff9e", "\uff76\uff9e\uff72\uff84\uff9e"}},
        ),
        ("french", "cafe cre\u0300me", {"fr": {"cafés", "crème", "cafés crème"}, "en": {"cafe\u0301"}}),
        ("english", "caf\u00e9 WATERPROOF", {"en": {"cafe\u0301", "water\u00adproof"}, "fr": {"cafés"}}),
        ("english", "cafe", {}),
        ("standard", "cafe house", {"en": {"cafe\u0301"}}),
    ],
)
def test_words_are_found_as_their_language_has_them(ask, analyzer, question, found):
    assert ask(analyzer, question) == (found, {})


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("haus", {"de": {"Häuser"}}),
        ("house towns", {"en": {"houses", "towns"}}),
        ("東京", {"ja": {"東京"}}),
        ("old houses", {"en": {"old", "houses", "old houses"}}),
        ("été plages", {"fr": {"l'été", "plage"}}),
    ],
)
def test_each_document_has_its_own_language(ask, question, found):
    assert ask("auto", question) == (found, dict.fromkeys(["english", "french", "german", "japanese"], 1))


def test_an_index_from_before_is_searched_as_it_was_written(ask):
    assert ask("english", "waterproof", matching=0)[0] == {}
    assert ask("english", "cafe\u0301", matching=0)[0] == {"en": {"cafe\u0301"}}


def test_an_analysed_passage_is_replaced_and_deleted(tmp_path, make_passage):
    analysis = TextAnalysis("auto")
    first = [make_passage(str(number), "Der Hund schläft im Garten.") for number in range(150)]
    with closing(LuceneIndexWriter(tmp_path / "i", analysis)) as writer:
        writer.upsert(first)
        writer.upsert([make_passage("7", "The dog sleeps in the garden.")])
        writer.delete([first[0].id])
    with closing(LuceneSearcher(tmp_path / "i", analysis)) as searcher:
        assert dict(searcher.languages()) == {"german": 148, "english": 1}
        assert len(searcher.search("hunde", 200)) == 148
        assert len(searcher.search("dogs", 200)) == 1


@pytest.mark.parametrize("language", sorted({*LANGUAGES, STANDARD} - {"english", "thai"}))
def test_every_language_has_an_analyzer(language):
    start_jvm()
    first, *_, last = IndexAnalysis(TextAnalysis(language)).of(language).words("ABB\u00c9 2024")
    assert (first.start, first.end, last.term) == (0, 4, "2024")
    assert first.term.isascii()
    assert first.term.islower()


def test_thai_says_what_it_needs(tmp_path):
    start_jvm()
    try:
        LuceneIndexWriter(tmp_path / "i", TextAnalysis("thai")).close()
    except UnavailableError as error:
        said = str(error)
        assert "JAVA_HOME" in said  # noqa: PT017 - a full Java has the dictionary
