import numpy as np
import pytest

from search_app.errors import CorruptError
from search_app.lanes.feedback import Feedback, feedback_weights, open_feedback, reopen_feedback
from search_app.lanes.feedback.lane import no_encoder
from search_app.records import Condition, EncodedPassage, Hit, Passage, Query, SearchFilter, SparseVector
from search_app.stores.edge import EdgeVectorStore

GENERATOR = np.random.default_rng(5)
VECTORS = GENERATOR.normal(size=(30, 8)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)
PASSAGES = [Passage(f"d{n}", 0, 0, 4, "text", metadata={"even": n % 2 == 0}) for n in range(len(VECTORS))]
NOWHERE = Passage("nowhere", 0, 0, 4, "text")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = EdgeVectorStore.create(tmp_path_factory.mktemp("shard"), 8)
    words = SparseVector.from_mapping({1: 1.0})
    store.upsert([EncodedPassage(p, v, words) for p, v in zip(PASSAGES, VECTORS, strict=True)])
    store.flush()
    yield store
    store.close()


def _hits(*scored):
    return [Hit(PASSAGES[number].id, score) for number, score in scored]


def test_weights_are_ratios_to_a_power_and_sum_to_one():
    assert feedback_weights([4.0, 2.0, 0.0], 1.0) == pytest.approx([2 / 3, 1 / 3, 0.0])
    assert feedback_weights([0.04, 0.02], 3.0) == pytest.approx(feedback_weights([4.0, 2.0], 3.0))
    assert feedback_weights([4.0, 2.0, 1.0], 0.0) == pytest.approx([1 / 3] * 3)
    assert feedback_weights([0.0, 0.0], 8.0) == pytest.approx([0.5, 0.5])
    assert feedback_weights([3.0, 2.9, 1.0], 100.0)[0] > 0.95


def test_a_score_is_the_weighted_mean_similarity_to_the_sources(store):
    first = _hits((3, 2.0), (11, 1.0), (7, 0.5), (1, 0.4))
    lane = open_feedback(first, Feedback(3, 1.0), store, Query("whatever it says"))
    assert [source.passage.document_id for source in lane.sources] == ["d3", "d11", "d7"]
    weights = [source.weight for source in lane.sources]
    assert weights == pytest.approx([2 / 3.5, 1 / 3.5, 0.5 / 3.5])
    expected = VECTORS @ (np.array(weights) @ VECTORS[[3, 11, 7]])
    ranking = lane.search(30)
    assert ranking.lane == "feedback"
    order = [PASSAGES[number].id for number in np.argsort(-expected)]
    assert [hit.passage_id for hit in ranking.hits] == order
    assert [hit.score for hit in ranking.hits] == pytest.approx(np.sort(expected)[::-1].tolist(), abs=1e-5)
    again = reopen_feedback(lane.sources, store, Query("x"), no_encoder)
    assert lane.vector == pytest.approx(np.array(weights) @ VECTORS[[3, 11, 7]])
    assert again.vector == pytest.approx(lane.vector)


def test_the_filter_counts(store):
    only = SearchFilter((Condition("even", (True,)),))
    found = open_feedback(_hits((0, 1.0)), Feedback(), store, Query("x", filter=only)).search(30).hits
    assert {hit.passage_id for hit in found} == {p.id for p in PASSAGES if p.metadata["even"]}


def test_a_first_hit_that_is_not_stored_is_left_out(store):
    lane = open_feedback([Hit(NOWHERE.id, 2.0), *_hits((4, 1.0))], Feedback(2), store, Query("x"))
    assert [(s.passage.document_id, s.weight) for s in lane.sources] == [("d4", 1.0)]
    with pytest.raises(CorruptError, match="collections verify"):
        open_feedback([Hit(NOWHERE.id, 2.0)], Feedback(2), store, Query("x"))
