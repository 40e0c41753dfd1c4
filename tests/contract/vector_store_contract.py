"""What every vector store promises. Subclass `VectorStoreContract` and define the fixture `store`."""

import threading

import numpy as np
import pytest

from search_app.errors import BadInputError, InvalidVectorError, UnavailableError
from search_app.protocols import VectorStore
from search_app.records import Condition, EncodedPassage, Passage, SearchFilter, SparseVector, passage_id

DIMENSION = 8


def unit(*values: float) -> np.ndarray:
    """A vector of length 1 that starts with these values."""
    vector = np.zeros(DIMENSION, dtype=np.float32)
    vector[: len(values)] = values
    return vector / np.linalg.norm(vector)


def point(
    name: str, dense=(1.0,), sparse=None, ordinal: int = 0, text: str = "text", **metadata
) -> EncodedPassage:
    """An encoded passage of document `name`."""
    passage = Passage(name, ordinal, 3, 3 + len(text), text, f"title of {name}", metadata)
    weights = SparseVector.from_mapping({1: 1.0} if sparse is None else sparse)
    return EncodedPassage(passage, unit(*dense), weights)


def where(*conditions: Condition) -> SearchFilter:
    return SearchFilter(conditions)


def names(store: VectorStore, hits) -> list[str]:
    """Document ids of hits, in order."""
    return [stored.passage.document_id for stored in store.retrieve([hit.passage_id for hit in hits])]


def random_points(count: int, seed: int = 0) -> list[EncodedPassage]:
    rng = np.random.default_rng(seed)
    dense = rng.normal(size=(count, DIMENSION))
    weights = rng.gamma(2.0, size=(count, 40)) * (rng.random((count, 40)) < 0.2)
    return [
        EncodedPassage(
            Passage(
                f"d{row:05}", row % 3, 0, 4, "text", "", {"parity": "odd" if row % 2 else "even", "n": row}
            ),
            (dense[row] / np.linalg.norm(dense[row])).astype(np.float32),
            SparseVector.from_weights(weights[row].astype(np.float32)),
        )
        for row in range(count)
    ]


METADATA = {
    "a": {"kind": "function", "year": 1990, "public": True, "tags": ["x", "y"], "mixed": "1"},
    "b": {"kind": "class", "year": 2000.5, "public": False, "tags": ["y"], "mixed": 1},
    "c": {"kind": "Function", "year": -3, "public": True, "tags": [], "mixed": True},
    "d": {"long": "k" * 40_000, 'odd "na\\me.[]% é\n': 7},
}
FILTERS = [
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
    (Condition("mixed", at_least=0), "b"),
    (Condition("public", at_least=0), ""),
    (Condition("kind", at_least=0), ""),
    (Condition("long", ("k" * 40_000,)), "d"),
    (Condition("long", ("k" * 40_001,)), ""),
    (Condition('odd "na\\me.[]% é\n', (7,)), "d"),
    (Condition('odd "na\\me.[]% é\n', at_least=7), "d"),
    (Condition("unknown", ("x",)), ""),
    (Condition("unknown", at_least=0), ""),
    (Condition("document_id", ("a",)), ""),
    (Condition("text", ("text",)), ""),
]


class VectorStoreContract:
    """The promises of `search_app.protocols.VectorStore`, and the equal semantics of filters."""

    @pytest.fixture
    def store(self) -> VectorStore:
        """An empty store for vectors of `DIMENSION`; the subclass closes it."""
        raise NotImplementedError

    def test_an_empty_store_answers(self, store):
        assert store.count() == 0
        assert list(store.ids()) == []
        assert store.search_dense(unit(1), 10) == []
        assert store.search_sparse(SparseVector.from_mapping({1: 1.0}), 10) == []
        assert store.retrieve([passage_id("a", 0)]) == []
        store.upsert([])
        store.delete([])
        store.optimize()
        assert store.count() == 0

    def test_what_is_stored_comes_back_exactly(self, store):
        written = point(
            "a", (0.1, -0.7, 0.3), {5: 0.25, 30_000: 1.5, 2**32 - 1: 3.0}, 7, "x" * 9, year=3, w=1.0
        )
        store.upsert([written])
        (found,) = store.retrieve([written.passage.id], with_vectors=True)
        assert found.passage == written.passage
        assert np.array_equal(found.dense, written.dense)
        assert found.dense.dtype == np.float32
        assert np.array_equal(found.sparse.indices, written.sparse.indices)
        assert np.array_equal(found.sparse.values, written.sparse.values)
        (bare,) = store.retrieve([written.passage.id])
        assert bare.passage == written.passage
        assert bare.dense is None
        assert bare.sparse is None

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\0 NUL, \x01\x1b[31m control \x7f \x85 \ufeff",
            "e\u0301 é 中文 😀👩‍👩‍👧 \u202eright to left\u202c مرحبا \U0010ffff",
            "<script>alert(1)</script> {{ }} %s \\ \" '",
            "line\r\nline\rline\u2028line",
            "long " * 200_000,
        ],
        ids=["empty", "control", "unicode", "markup", "line ends", "1 MB"],
    )
    def test_any_text_is_kept_to_the_letter(self, store, text):
        written = point(f"id {text[:60]}", text=text, note=text[:1000])
        store.upsert([written])
        assert store.retrieve([written.passage.id])[0].passage == written.passage

    def test_metadata_keeps_its_types(self, store):
        metadata = {
            "i": 2**63 - 1,
            "m": -(2**63),
            "f": 0.1,
            "g": 1e-300,
            "t": True,
            "l": ["b", "a", ""],
            "s": "",
        }
        store.upsert([point("a", **metadata), point("b", **METADATA["d"])])
        kept = store.retrieve([passage_id("a", 0), passage_id("b", 0)])
        assert dict(kept[0].passage.metadata) == metadata
        assert type(kept[0].passage.metadata["t"]) is bool
        assert type(kept[0].passage.metadata["i"]) is int
        assert dict(kept[1].passage.metadata) == METADATA["d"]

    def test_the_same_id_replaces(self, store):
        store.upsert([point("a", (1, 0), {1: 1.0}, text="old", kind="old"), point("b", (0.9, 0.1))])
        store.upsert([point("a", (0, 1), {2: 1.0}, text="new", kind="new")])
        assert store.count() == 2
        assert store.retrieve([passage_id("a", 0)])[0].passage.text == "new"
        assert names(store, store.search_dense(unit(1), 1)) == ["b"]
        assert names(store, store.search_sparse(SparseVector.from_mapping({2: 1.0}), 9)) == ["a"]
        assert names(store, store.search_sparse(SparseVector.from_mapping({1: 1.0}), 9)) == ["b"]
        assert store.search_dense(unit(1), 9, where(Condition("kind", ("old",)))) == []
        assert names(store, store.search_dense(unit(1), 9, where(Condition("kind", ("new",))))) == ["a"]

    def test_of_one_id_twice_in_a_batch_the_last_counts(self, store):
        store.upsert([point("a", text="first"), point("a", text="second")])
        assert store.count() == 1
        assert store.retrieve([passage_id("a", 0)])[0].passage.text == "second"

    def test_delete_removes_and_knows_no_unknown(self, store):
        store.upsert([point("a"), point("b"), point("a", ordinal=1)])
        store.delete(iter([passage_id("a", 0), passage_id("nobody", 0)]))
        store.delete([passage_id("a", 0)])
        assert store.count() == 2
        assert set(store.ids()) == {passage_id("b", 0), passage_id("a", 1)}
        assert store.retrieve([passage_id("a", 0)]) == []
        assert passage_id("a", 0) not in {hit.passage_id for hit in store.search_dense(unit(1), 9)}

    def test_retrieve_keeps_the_order_asked(self, store):
        store.upsert([point(name) for name in "abcdef"])
        asked = [passage_id(name, 0) for name in ("e", "a", "nobody", "f", "a")]
        found = store.retrieve(asked)
        assert [stored.passage.document_id for stored in found] == ["e", "a", "f", "a"]

    def test_dense_scores_are_inner_products_in_order(self, store):
        points = random_points(300)
        store.upsert(points)
        query = unit(0.3, -0.2, 0.5, 0.1)
        hits = store.search_dense(query, 20)
        truth = sorted(((float(p.dense @ query), p.passage.id) for p in points), key=lambda x: (-x[0], x[1]))[
            :20
        ]
        assert [hit.passage_id for hit in hits] == [identifier for _, identifier in truth]
        assert [hit.score for hit in hits] == pytest.approx([score for score, _ in truth], abs=1e-6)

    def test_sparse_scores_are_inner_products_of_those_that_overlap(self, store):
        points = random_points(300)
        store.upsert(points)
        query = SparseVector.from_mapping({3: 0.5, 11: 2.0, 39: 1.0, 90_000: 4.0})
        hits = store.search_sparse(query, 1000)
        truth = {p.passage.id: p.sparse.dot(query) for p in points}
        assert {hit.passage_id: hit.score for hit in hits} == pytest.approx(
            {identifier: score for identifier, score in truth.items() if score > 0}, rel=1e-5
        )
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)

    def test_limits(self, store):
        store.upsert(random_points(1100))
        assert len(store.search_dense(unit(1), 1000)) == 1000
        assert len(store.search_dense(unit(1), 5000)) == 1100
        assert len(store.search_dense(unit(1), 1)) == 1
        assert store.search_dense(unit(1), 0) == []
        assert store.search_sparse(SparseVector.from_mapping({1: 1.0}), 0) == []

    def test_equal_scores_come_by_id_wherever_the_cut_falls(self, store):
        store.upsert([point(f"t{number}", sparse={1: 1.0}) for number in range(200)])
        everyone = sorted(passage_id(f"t{number}", 0) for number in range(200))
        for limit in (1, 10, 150):
            assert [hit.passage_id for hit in store.search_dense(unit(1), limit)] == everyone[:limit]
            sparse = store.search_sparse(SparseVector.from_mapping({1: 2.0}), limit)
            assert [hit.passage_id for hit in sparse] == everyone[:limit]

    @pytest.mark.parametrize(("condition", "expected"), FILTERS)
    def test_filters_mean_the_same_everywhere(self, store, condition, expected):
        store.upsert([point(name, **metadata) for name, metadata in METADATA.items()])
        dense = store.search_dense(unit(1), 10, where(condition))
        sparse = store.search_sparse(SparseVector.from_mapping({1: 1.0}), 10, where(condition))
        assert "".join(sorted(names(store, dense))) == expected
        assert [hit.passage_id for hit in dense] == [hit.passage_id for hit in sparse]

    def test_all_conditions_must_hold(self, store):
        store.upsert([point(name, **metadata) for name, metadata in METADATA.items()])
        public, recent = Condition("public", (True,)), Condition("year", at_least=0)
        assert names(store, store.search_dense(unit(1), 10, where(public, recent))) == ["a"]
        assert store.search_dense(unit(1), 10, where(public, Condition("kind", ("class",)))) == []
        assert len(store.search_dense(unit(1), 10, where())) == 4

    def test_a_filter_changes_no_score(self, store):
        store.upsert(random_points(300))
        query, odd = unit(0.3, 0.4), where(Condition("parity", ("odd",)), Condition("n", at_most=250))
        free = {hit.passage_id: hit.score for hit in store.search_dense(query, 300)}
        held = store.search_dense(query, 300, odd)
        assert len(held) == 125
        assert all(free[hit.passage_id] == pytest.approx(hit.score, abs=1e-6) for hit in held)

    def test_a_sparse_vector_without_entries_finds_and_harms_nothing(self, store):
        store.upsert([point("a", sparse={}), point("b")])
        assert store.search_sparse(SparseVector.from_mapping({}), 10) == []
        assert names(store, store.search_sparse(SparseVector.from_mapping({1: 1.0}), 10)) == ["b"]
        (found,) = store.retrieve([passage_id("a", 0)], with_vectors=True)
        assert len(found.sparse) == 0
        assert len(store.search_dense(unit(1), 10)) == 2

    @pytest.mark.parametrize(
        "dense",
        [
            np.ones(DIMENSION - 1, dtype=np.float32),
            np.ones((1, DIMENSION), dtype=np.float32),
            np.full(DIMENSION, np.nan, dtype=np.float32),
            np.full(DIMENSION, np.inf, dtype=np.float32),
            np.zeros(DIMENSION, dtype=np.float32),
            np.full(DIMENSION, 3.0, dtype=np.float32),
        ],
        ids=["short", "nested", "NaN", "infinite", "zero", "not normalised"],
    )
    def test_a_bad_vector_stops_the_whole_batch_before_anything_is_written(self, store, dense):
        good = point("good")
        bad = EncodedPassage(point("culprit").passage, dense, good.sparse)
        with pytest.raises(InvalidVectorError, match="culprit"):
            store.upsert([good, bad])
        assert store.count() == 0

    def test_weights_that_turned_bad_are_stopped_too(self, store):
        bad = point("culprit", sparse={1: 1.0, 2: 1.0})
        bad.sparse.values[1] = np.nan
        with pytest.raises(InvalidVectorError, match="culprit"):
            store.upsert([point("good"), bad])
        with pytest.raises(InvalidVectorError):
            store.search_sparse(bad.sparse, 10)
        assert store.count() == 0

    @pytest.mark.parametrize(
        "metadata", [{"n": float("nan")}, {"n": 2**63}, {"s": "\ud800"}, {"l": ["\udfff"]}, {"o": {"a": 1}}]
    )
    def test_metadata_that_cannot_be_kept_is_refused(self, store, metadata):
        with pytest.raises(BadInputError, match="culprit"):
            store.upsert([point("good"), point("culprit", **metadata)])
        assert store.count() == 0

    @pytest.mark.parametrize("values", [[1.0] * (DIMENSION + 1), [np.nan] * DIMENSION, [np.inf] * DIMENSION])
    def test_a_bad_query_is_refused(self, store, values):
        store.upsert([point("a")])
        with pytest.raises(InvalidVectorError):
            store.search_dense(np.asarray(values, dtype=np.float32), 10)

    def test_ids_stream_every_point_once(self, store):
        points = random_points(2500)
        store.upsert(points)
        stream = store.ids()
        assert next(stream) in {p.passage.id for p in points}
        found = list(store.ids())
        assert len(found) == len(set(found)) == store.count() == 2500
        assert set(found) == {p.passage.id for p in points}

    def test_optimising_changes_no_answer(self, store):
        points = random_points(500)
        store.upsert(points)
        query = unit(0.2, 0.9)
        before = store.search_dense(query, 50), store.search_sparse(points[0].sparse, 50)
        store.flush()
        store.optimize()
        assert (store.search_dense(query, 50), store.search_sparse(points[0].sparse, 50)) == before
        store.upsert([point("late", (1,))])
        assert names(store, store.search_dense(unit(1), 1)) == ["late"]

    def test_many_threads_get_the_same_answers(self, store):
        points = random_points(300)
        store.upsert(points)
        truth = [store.search_dense(p.dense, 5) for p in points[:40]]
        answers = {}

        def ask(worker):
            answers[worker] = [store.search_dense(p.dense, 5) for p in points[:40]]

        threads = [threading.Thread(target=ask, args=(worker,)) for worker in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(answers[worker] == truth for worker in range(4))

    def test_facets_count_the_values_of_each_field(self, store):
        assert store.facet(["kind"], 5) == {"kind": []}
        store.upsert([point(name, **metadata) for name, metadata in METADATA.items()])
        store.upsert([point("e", kind="class", tags=["y", "y"], year=1990.0)])
        counted = store.facet(["kind", "tags", "year", "public", "mixed", "long", "unknown"], 10)
        assert counted == {
            "kind": [("class", 2), ("Function", 1), ("function", 1)],
            "tags": [("y", 3), ("x", 1)],
            "year": [(1990, 2), (-3, 1), (2000.5, 1)],
            "public": [(True, 2), (False, 1)],
            "mixed": [("1", 1), (1, 1), (True, 1)],
            "long": [],
            "unknown": [],
        }
        assert counted["public"][0][0] is True
        assert store.facet(["tags"], 1) == {"tags": [("y", 3)]}
        narrowed = store.facet(["kind"], 10, where(Condition("year", at_least=1990)))
        assert narrowed == {"kind": [("class", 2), ("function", 1)]}

    def test_facets_follow_writes_and_deletions(self, store):
        store.upsert([point(f"d{number}", kind="old", part=number % 3) for number in range(300)])
        store.optimize()
        store.upsert([point(f"d{number}", kind="new", part=0) for number in range(100)])
        store.delete([passage_id(f"d{number}", 0) for number in range(50, 150)])
        for _ in range(2):
            assert store.facet(["kind"], 10) == {"kind": [("old", 150), ("new", 50)]}
            assert store.facet(["kind"], 10, where(Condition("part", (0,)))) == {
                "kind": [("new", 50), ("old", 50)]
            }
            store.optimize()

    def test_a_closed_store_says_so(self, store):
        store.upsert([point("a")])
        store.close()
        store.close()
        for call in (store.count, store.flush, lambda: list(store.ids()), lambda: store.upsert([point("b")])):
            with pytest.raises(UnavailableError, match="closed"):
                call()
