import pytest

from search_app.records import Condition, SearchFilter

METADATA = {
    "a": {"kind": "function", "year": 1990, "public": True, "tags": ["x", "y"], "mixed": "1"},
    "b": {"kind": "class", "year": 2000.5, "public": False, "tags": ["y"], "mixed": 1},
    "c": {"kind": "Function", "year": -3, "public": True, "tags": [], "mixed": True},
    "d": {"long": "k" * 40_000},
}


@pytest.fixture
def ask(build, make_passage):
    searcher = build([make_passage(name, "cat", name, **metadata) for name, metadata in METADATA.items()])
    titles = {make_passage(name, "").id: name for name in METADATA}

    def search(*conditions):
        hits = searcher.search("cat", 10, SearchFilter(conditions))
        unfiltered = {hit.passage_id: hit.score for hit in searcher.search("cat", 10)}
        assert all(hit.score == unfiltered[hit.passage_id] for hit in hits)
        return "".join(sorted(titles[hit.passage_id] for hit in hits))

    return search


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("kind", ("function",)), "a"),
        (Condition("kind", ("function", "class", "other")), "ab"),
        (Condition("tags", ("y",)), "ab"),
        (Condition("tags", ("x", "z")), "a"),
        (Condition("public", (True,)), "ac"),
        (Condition("public", (False,)), "b"),
        (Condition("public", (True, False)), "abc"),
        (Condition("year", (1990, 7)), "a"),
        (Condition("year", at_least=1990), "ab"),
        (Condition("year", at_least=1990, at_most=1990), "a"),
        (Condition("year", at_most=0), "c"),
        (Condition("year", at_least=3000), ""),
        (Condition("mixed", ("1",)), "a"),
        (Condition("mixed", (1,)), "b"),
        (Condition("mixed", (True,)), "c"),
        (Condition("mixed", ("1", 1)), "ab"),
        (Condition("long", ("k" * 40_000,)), "d"),
        (Condition("long", ("k" * 40_001,)), ""),
        (Condition("unknown", ("x",)), ""),
        (Condition("unknown", at_least=0), ""),
        (Condition("kind", at_least=0), ""),
        (Condition("id", ("a",)), ""),
        (Condition("contents", ("cat",)), ""),
    ],
)
def test_one_condition(ask, condition, expected):
    assert ask(condition) == expected


def test_all_conditions_must_hold(ask):
    assert ask(Condition("public", (True,)), Condition("year", at_least=0)) == "a"
    assert ask(Condition("public", (True,)), Condition("kind", ("class",))) == ""
    assert ask() == "abcd"
