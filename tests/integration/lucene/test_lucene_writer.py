import pytest

from search_app.errors import BusyError, CorruptError, UnavailableError
from search_app.lucene import LuceneIndexWriter, LuceneSearcher
from search_app.records import passage_id


def found(path, text):
    searcher = LuceneSearcher(path)
    try:
        return [hit.passage_id for hit in searcher.search(text, 100)]
    finally:
        searcher.close()


def test_the_same_id_twice_leaves_one_entry_with_the_last_text(tmp_path, make_passage):
    writer = LuceneIndexWriter(tmp_path)
    writer.upsert([make_passage("a", "old cat")])
    writer.upsert([make_passage("a", "older cat"), make_passage("b", "dog"), make_passage("a", "new cat")])
    writer.close()
    searcher = LuceneSearcher(tmp_path)
    assert sorted(searcher.ids()) == sorted([passage_id("a", 0), passage_id("b", 0)])
    assert searcher.count() == 2
    assert found(tmp_path, "old older") == []
    assert found(tmp_path, "new") == [passage_id("a", 0)]


def test_delete_removes_and_ignores_unknown_ids(tmp_path, make_passage):
    writer = LuceneIndexWriter(tmp_path)
    writer.upsert([make_passage(str(number), "cat") for number in range(600)])
    writer.commit()
    writer.delete([passage_id("7", 0), "unknown"])
    writer.delete(passage_id(str(number), 0) for number in range(300))
    writer.delete([])
    writer.close()
    searcher = LuceneSearcher(tmp_path)
    assert set(searcher.ids()) == {passage_id(str(number), 0) for number in range(300, 600)}
    assert searcher.count() == 300


def test_writes_show_only_after_commit_and_only_to_new_searchers(tmp_path, make_passage):
    writer = LuceneIndexWriter(tmp_path)
    writer.upsert([make_passage("a", "cat")])
    writer.commit()
    early = LuceneSearcher(tmp_path)
    writer.upsert([make_passage("b", "cat")])
    assert len(found(tmp_path, "cat")) == 1
    writer.commit()
    assert len(found(tmp_path, "cat")) == 2
    assert len(early.search("cat", 10)) == 1
    writer.close()


def test_an_update_holds_after_reopening(tmp_path, make_passage):
    for text in ("cat", "dog", "bird"):
        writer = LuceneIndexWriter(tmp_path)
        writer.upsert([make_passage("a", text), make_passage(f"only {text}", "fish")])
        writer.close()
    assert found(tmp_path, "bird") == [passage_id("a", 0)]
    assert found(tmp_path, "cat dog") == []
    assert len(found(tmp_path, "fish")) == 3


def test_an_empty_index_can_be_opened(tmp_path):
    LuceneIndexWriter(tmp_path / "new" / "index").close()
    searcher = LuceneSearcher(tmp_path / "new" / "index")
    assert (searcher.count(), list(searcher.ids()), searcher.search("cat", 10)) == (0, [], [])


def test_a_second_writer_is_told_that_the_index_is_busy(tmp_path, make_passage):
    writer = LuceneIndexWriter(tmp_path)
    with pytest.raises(BusyError, match="another process is writing"):
        LuceneIndexWriter(tmp_path)
    writer.upsert([make_passage("a", "cat")])
    writer.close()
    LuceneIndexWriter(tmp_path).close()


def test_writing_after_close_is_an_error(tmp_path, make_passage):
    writer = LuceneIndexWriter(tmp_path)
    writer.close()
    with pytest.raises(UnavailableError, match="closed"):
        writer.upsert([make_passage("a", "cat")])


def test_a_damaged_index_is_not_written_to(tmp_path, make_passage):
    writer = LuceneIndexWriter(tmp_path)
    writer.upsert([make_passage("a", "cat")])
    writer.close()
    next(tmp_path.glob("segments_*")).write_bytes(b"nonsense")
    with pytest.raises(CorruptError, match="ngest the collection again"):
        LuceneIndexWriter(tmp_path)


@pytest.mark.parametrize("text", ["NUL \x00 cat", "emoji 😀 cat", "lone \ud800 cat", "x" * 100_000 + " cat"])
def test_unusual_text_is_indexed(tmp_path, make_passage, text):
    writer = LuceneIndexWriter(tmp_path)
    writer.upsert([make_passage("a", text, "Title \udfff", keyword=text, empty=[], other="")])
    writer.close()
    assert len(found(tmp_path, "cat")) == 1
