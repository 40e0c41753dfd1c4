from dataclasses import replace

import pytest

from search_app.engine.service import SearchService
from search_app.errors import BadInputError, UnavailableError
from search_app.fusion import FusionRule
from search_app.lanes import FEEDBACK, SERVED_LANES
from search_app.lanes.feedback import Feedback
from search_app.ranking.profile import Profile
from search_app.records import Query
from search_app.stores.edge import EdgeVectorStore

QUESTIONS = ("cook bread with salt", "animal on the road", "read a python file", "vaccine")


@pytest.fixture(scope="module", params=["rrf", "zscore", "weighted"])
def fed(settings, tmp_path_factory, request):
    """A service whose profile asks for feedback."""
    path = tmp_path_factory.mktemp("profiles") / "fed.toml"
    path.write_text(
        f'lanes = ["dense", "sparse", "bm25", "feedback"]\nfusion = "{request.param}"\n'
        "feedback_passages = 3\n[weights]\nfeedback = 0.5\n"
    )
    service = SearchService(settings.model_copy(update={"profile": str(path)}))
    yield service
    service.close()


@pytest.mark.parametrize("text", QUESTIONS)
def test_feedback_goes_by_the_head_of_the_other_lanes(fed, text):
    answer = fed.open("kitchen").search(Query(text, limit=13, rerank=False, explain_depth=13))
    without = fed.open("kitchen").search(
        Query(text, limit=3, rerank=False, lanes=SERVED_LANES, explain=False)
    )
    assert [ranking.lane for ranking in answer.rankings] == [*SERVED_LANES, FEEDBACK]
    assert [s.passage for s in answer.feedback] == [result.passage for result in without.results]
    assert sum(source.weight for source in answer.feedback) == pytest.approx(1.0)
    assert without.feedback == ()
    for result in answer.results:
        assert sum(step.value for step in result.steps) == pytest.approx(result.score, abs=1e-6)
        for lane, standing in result.lanes.items():
            total = sum(token.weight for token in result.tokens if token.lane == lane)
            assert total == pytest.approx(standing.score, rel=1e-3)


def test_words_alone_find_what_is_like_their_hits_without_the_dense_model(fed, monkeypatch):
    monkeypatch.setattr(fed.models, "dense", lambda: pytest.fail("feedback needs no model"))
    words = fed.open("kitchen").search(Query("vaccine", lanes=("bm25",), rerank=False, explain=False))
    both = fed.open("kitchen").search(Query("vaccine", lanes=("bm25", FEEDBACK), rerank=False, explain=False))
    assert [result.passage.document_id for result in words.results] == ["virus"]
    assert len(both.results) > 1
    assert both.results[0].passage.document_id == "virus"
    assert all(set(result.lanes) == {FEEDBACK} for result in both.results[1:])


def test_alone_it_has_nothing_to_go_by(fed):
    with pytest.raises(BadInputError, match="at least one of dense, sparse, bm25"):
        fed.open("kitchen").search(Query("cat", lanes=(FEEDBACK,)))


def test_no_first_hit_is_no_feedback(fed):
    answer = fed.open("kitchen").search(Query("zzzz", lanes=("bm25", FEEDBACK)))
    assert (answer.results, answer.feedback, dict(answer.degraded)) == ((), (), {})


def test_when_it_fails_the_others_answer(fed, monkeypatch):
    query = Query("animal on the road", rerank=False, explain=False)
    plain = fed.open("kitchen").search(replace(query, lanes=SERVED_LANES))

    def broken(*_, **__):
        raise UnavailableError("the store went away")

    search_dense, asked = EdgeVectorStore.search_dense, []

    def second_fails(*arguments, **named):
        asked.append(1)
        return broken() if len(asked) > 1 else search_dense(*arguments, **named)

    monkeypatch.setattr(EdgeVectorStore, "search_dense", second_fails)
    answer = fed.open("kitchen").search(query)
    assert answer.degraded == {FEEDBACK: "the store went away."}
    assert [(r.passage.id, r.score) for r in answer.results] == [
        (r.passage.id, r.score) for r in plain.results
    ]
    retrieve = EdgeVectorStore.retrieve
    monkeypatch.setattr(EdgeVectorStore, "search_dense", search_dense)
    monkeypatch.setattr(
        EdgeVectorStore, "retrieve", lambda *a, **k: broken() if k.get("with_vectors") else retrieve(*a, **k)
    )
    assert fed.open("kitchen").search(query).degraded == {FEEDBACK: "the store went away."}


def test_why_follows_a_passage_through_feedback(fed):
    query = Query("vaccine", limit=2, lanes=("bm25", FEEDBACK), rerank=False)
    report = fed.open("kitchen").why(query, "star")
    assert report.lanes["bm25"] is None
    assert report.lanes[FEEDBACK].rank >= 1
    assert [source.passage.document_id for source in report.feedback] == ["virus"]
    found = fed.open("kitchen").explain(query, report)
    total = sum(token.weight for token in found.tokens if token.lane == FEEDBACK)
    assert total == pytest.approx(report.lanes[FEEDBACK].score, rel=1e-3)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Profile(lanes=(FEEDBACK,)), "alone"),
        (lambda: Feedback(passages=0), "1 to 100"),
        (lambda: Feedback(sharpness=-1.0), "0 to 100"),
        (lambda: Profile(fusion=FusionRule(weights={"feedbck": 1.0})), "'feedbck'"),
    ],
)
def test_its_settings_are_checked(make, said):
    with pytest.raises(BadInputError, match=said):
        make()
