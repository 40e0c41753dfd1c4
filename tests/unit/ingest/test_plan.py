"""Planning: what is new, changed, unchanged, refused."""

from contextlib import closing

import pytest

from pipelines.ingest.field_types import FieldTypes
from pipelines.ingest.plan import Changed, Planner, Unchanged, content_hash, split_changed
from pipelines.ingest.seen import SeenIds
from pipelines.readers import Located
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.records import Document, Reject

A = Document("a", "T", "text of a")


@pytest.fixture
def seen():
    with closing(SeenIds()) as ids:
        yield ids


def test_compares_with_the_ledger(tmp_path, seen):
    changed = Document("b", "", "new text")
    with Ledger(tmp_path / "l") as ledger:
        ledger.begin([LedgerEntry("a", content_hash(A, "r"), 1, "g"), LedgerEntry("b", b"old", 7, "g")])
        ledger.confirm([LedgerEntry("a", b"", 1, "g"), LedgerEntry("b", b"", 7, "g")])
        planner = Planner("r", ledger, seen, FieldTypes({}))
        items = [Located(document, "x:1") for document in (A, changed, Document("c", "", "x"))]
        first, second, third = planner.plan(items)
    assert first == Unchanged("a")
    assert (second.document, second.stored_passages) == (changed, 7)
    assert [passage.text for passage in split_changed(second, None).passages] == ["new text"]
    assert isinstance(third, Changed)
    assert third.stored_passages == 0


def test_an_id_met_before_is_refused_and_a_refused_one_may_still_come(seen):
    planner = Planner("r", None, seen, FieldTypes({}))
    items = [Reject("x:1", "bad", "a"), Located(A, "x:2"), Located(A, "x:3"), Reject("x:4", "bad", "z")]
    _, planned, twice, _ = planner.plan(items)
    assert isinstance(planned, Changed)
    assert twice == Reject("x:3", "an id that the source had before", "a")
    assert "z" in seen
    assert "y" not in seen


@pytest.mark.parametrize(
    "other",
    [
        Document("a", "T2", "text of a"),
        Document("a", "T", "text of a."),
        Document("a", "T", "text of a", {"k": 1}),
    ],
)
def test_the_hash_covers_all_that_is_stored(other):
    assert content_hash(A, "r") != content_hash(other, "r")
    assert content_hash(A, "r") != content_hash(A, "r2")
    assert content_hash(A, "r") == content_hash(Document("a", "T", "text of a"), "r")


def test_the_hash_tells_values_and_their_places_apart():
    assert content_hash(Document("a", "b c", "d"), "r") != content_hash(Document("a", "b", "c d"), "r")
    texts, numbers = Document("a", "", "t", {"k": "1"}), Document("a", "", "t", {"k": 1})
    assert content_hash(texts, "r") != content_hash(numbers, "r")
    ordered, other_order = {"x": 1, "y": 2}, {"y": 2, "x": 1}
    assert content_hash(Document("a", "", "t", ordered), "r") == content_hash(
        Document("a", "", "t", other_order), "r"
    )


def test_field_types_are_learnt_and_mixed_ones_are_keywords():
    fields = FieldTypes({"old": "number"})
    fields.observe({"n": 1, "f": 2.5, "flag": True, "tags": ["a"], "mixed": 1})
    fields.observe({"mixed": "x", "old": 3})
    expected = {
        "f": "number",
        "flag": "flag",
        "mixed": "keyword",
        "n": "number",
        "old": "number",
        "tags": "keywords",
    }
    assert fields.types() == expected
    assert fields.mixed() == {"mixed": ("keyword", "number")}
    elsewhere = FieldTypes({})
    elsewhere.merge(fields.kinds())
    assert (elsewhere.types(), elsewhere.mixed()) == (fields.types(), fields.mixed())


def test_what_is_written_in_a_way_of_its_own_has_a_type_of_its_own():
    fields = FieldTypes({})
    fields.observe({"day": "2024-05-31", "price": 9.99, "years": ["2019"], "tag": "a", "gone": "", "n": 1})
    fields.observe({"day": "2024-05-31T10:00Z", "price": "10.50", "years": [], "tag": ["b"], "n": ""})
    assert fields.types() == {
        "day": "date",
        "gone": "keyword",
        "n": "number",
        "price": "decimal",
        "tag": "keywords",
        "years": "numbers",
    }
    assert fields.mixed() == {}
    fields.observe({"day": "soon", "years": ["x"]})
    assert (fields.types()["day"], fields.types()["years"]) == ("keyword", "keywords")
    assert fields.mixed() == {"day": ("date", "keyword")}
