from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from search_app.errors import CorruptError, UnavailableError
from search_app.lucene import LuceneIndexWriter, LuceneSearcher
from search_app.lucene import searcher as searcher_module
from search_app.records import Condition, SearchFilter
from search_app.records.query import MAX_QUERY_CHARACTERS

QUERIES = [
    "immutable sequence",
    "items",
    "unique hashable keys",
    "running threads",
    "memory",
    "bytes bytes file",
]


def test_best_first_ties_by_passage_id_and_no_more_than_asked(searcher):
    for text in QUERIES:
        everything = searcher.search(text, 1000)
        assert len(everything) >= 2
        assert all((-a.score, a.passage_id) < (-b.score, b.passage_id) for a, b in pairwise(everything))
        for limit in range(1, len(everything)):
            assert searcher.search(text, limit) == everything[:limit]


def test_words_match_by_their_stem_and_in_the_title(searcher, passages):
    texts = {passage.id: passage.title for passage in passages}
    assert {texts[hit.passage_id] for hit in searcher.search("RUN", 10)} == {"Naïve text 😀"}
    assert {texts[hit.passage_id] for hit in searcher.search("dictionaries", 2)} == {"Dictionaries"}


def test_ids_and_count_cover_the_index(searcher, passages, monkeypatch):
    monkeypatch.setattr(searcher_module, "_PAGE", 5)
    assert sorted(searcher.ids()) == sorted(passage.id for passage in passages)
    assert searcher.count() == len(passages)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n",
        "the of and to a",
        "*:* AND (",
        '"unbalanced',
        "title:x^9~2 OR [* TO *] /re[/ \\",
        "🦖 👩‍👩‍👧",
        "\x00",
        "\ud800 \udfff",
        "שלום עולם",
        "‮مرحبا",
        "<script>alert(1)</script>",
        "中" * MAX_QUERY_CHARACTERS,
        "x" * MAX_QUERY_CHARACTERS,
        " ".join(f"{number:x}" for number in range(2_500)),
        "".join(chr(0x4E00 + number) for number in range(MAX_QUERY_CHARACTERS)),
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_hostile_queries_find_nothing_here(searcher, text):
    assert searcher.search(text, 10) == []


def test_query_syntax_is_plain_words(searcher):
    plain = searcher.search("sequence immutable not items", 10)
    assert searcher.search('+sequence -"immutable" NOT (items)^2', 10) != []
    assert searcher.search('(sequence) "immutable NOT items', 10) == plain


def test_a_repeated_word_counts_as_often_as_it_stands(searcher):
    once, thrice = searcher.search("threads", 5), searcher.search("threads threads threads", 5)
    assert [hit.passage_id for hit in once] == [hit.passage_id for hit in thrice]
    assert [hit.score * 3 for hit in once] == pytest.approx([hit.score for hit in thrice])


@pytest.mark.parametrize("limit", [0, -1])
def test_no_room_means_no_hits(searcher, limit):
    assert searcher.search("items", limit) == []


def test_eight_threads_share_one_searcher(searcher, passages):
    expected = {text: searcher.search(text, 20) for text in QUERIES}
    explained = {text: searcher.explain(text, passages[0]) for text in QUERIES}

    def ask(text):
        return (
            searcher.search(text, 20) == expected[text]
            and searcher.explain(text, passages[0]) == explained[text]
        )

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, QUERIES * 40))


def test_threads_on_two_indexes_get_answers_of_their_own(searcher, passages, tmp_path):
    writer = LuceneIndexWriter(tmp_path)
    writer.upsert(passages[: len(passages) // 2])
    writer.commit()
    half = LuceneSearcher(tmp_path)
    chosen = SearchFilter((Condition("copy", ("first",)), Condition("number", at_least=3)))
    jobs = [(one, text, where) for one in (searcher, half) for text in QUERIES for where in (None, chosen)]
    expected = [one.search(text, 20, where) for one, text, where in jobs]

    def repeat(number):
        if number % 7 == 0:
            writer.upsert(passages)
        one, text, where = jobs[number % len(jobs)]
        return one.search(text, 20, where) == expected[number % len(jobs)]

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(repeat, range(20 * len(jobs))))
    writer.close()


def test_a_missing_index_says_what_to_do(tmp_path):
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(CorruptError, match="ngest the collection again"):
            LuceneSearcher(path)


@pytest.mark.parametrize("damage", ["cut", "gone", "segments"])
def test_a_damaged_index_says_what_to_do(tmp_path, passages, damage):
    writer = LuceneIndexWriter(tmp_path)
    writer.upsert(passages)
    writer.close()
    if damage == "segments":
        next(tmp_path.glob("segments_*")).write_bytes(b"")
    for file in tmp_path.glob("_*"):
        if damage == "gone":
            file.unlink()
        elif damage == "cut":
            file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(CorruptError, match="ngest the collection again"):
        LuceneSearcher(tmp_path)


def test_searching_after_close_is_an_error(index_path):
    closed = LuceneSearcher(index_path)
    closed.close()
    with pytest.raises(UnavailableError, match="closed"):
        closed.search("items", 10)
