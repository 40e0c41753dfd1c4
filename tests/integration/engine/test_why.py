from dataclasses import replace

import pytest

from search_app.engine.service import SearchService
from search_app.errors import BadInputError, NotFoundError
from search_app.fusion import FusionRule
from search_app.lanes.bm25 import Bm25Options
from search_app.ranking.profile import Profile
from search_app.ranking.profile_file import profile_text
from search_app.ranking.rerank import Rerank
from search_app.records import Condition, Query, SearchFilter

QUERIES = ("cook bread with salt", "animal on the road", "read a python file", "vaccine")


@pytest.fixture(scope="module")
def with_profile(settings, tmp_path_factory):
    """Make services under a profile, over the same collection."""
    folder, opened = tmp_path_factory.mktemp("profiles"), {}

    def service(profile: Profile) -> SearchService:
        text = profile_text(profile)
        if text not in opened:
            path = folder / f"p{len(opened)}.toml"
            path.write_text(text)
            opened[text] = SearchService(settings.model_copy(update={"profile": str(path)}))
        return opened[text]

    yield service
    for each in opened.values():
        each.close()


def _shown(service, query):
    results = service.open("kitchen").search(replace(query, explain=False)).results
    return {result.passage.document_id: (rank, result) for rank, result in reversed([*enumerate(results, 1)])}


def _documents(service):
    with service.open("kitchen").borrow() as generation:
        stored = generation.store.retrieve(list(generation.store.ids()))
    return sorted({entry.passage.document_id for entry in stored})


@pytest.mark.parametrize("text", QUERIES)
def test_what_is_shown_is_reported_as_the_search_shows_it(service, text):
    query = Query(text, limit=3)
    shown = _shown(service, query)
    for document in _documents(service):
        report = service.open("kitchen").why(query, document)
        assert (report.stage == "shown") == (document in shown)
        assert report.reason.endswith(".")
        if document in shown:
            rank, result = shown[document]
            assert (report.final_rank, report.score) == (rank, pytest.approx(result.score))
            assert report.rerank_score == pytest.approx(result.rerank_score)
            assert {lane: at for lane, at in report.lanes.items() if lane in result.lanes} == result.lanes
            assert report.steps == result.steps
            assert report.change is None
        assert (report.rerank_share > 0) == (report.rerank_score is not None)


def _plain(method="rrf", depth=200, rerank=None, **weights):
    return Profile(
        depth=depth,
        options={"bm25": Bm25Options(0.0)},
        fusion=FusionRule(method, 60.0, weights),
        feedback=None,
        rerank=rerank,
    )


def _changed(profile, change):
    part, _, key = change.setting.rpartition(".")
    if part == "fusion.weights":
        weights = {**profile.fusion.weights, key: change.needed}
        return replace(profile, fusion=replace(profile.fusion, weights=weights))
    if part == "rerank":
        value = change.needed if key == "weight" else int(change.needed)
        return replace(
            profile, rerank=replace(profile.rerank, **{key: value}) if value or key == "weight" else None
        )
    return replace(profile, **{change.setting: int(change.needed)})


@pytest.mark.parametrize(
    "profile",
    [
        _plain(),
        _plain(rerank=Rerank(4, 0.9, 0.0, "minmax")),
        _plain(depth=1, rerank=Rerank(2, 0.3, 0.0, "minmax")),
        _plain("zscore"),
    ],
    ids=["fused", "reranked", "shallow", "zscore"],
)
def test_the_change_it_names_brings_the_document_in(with_profile, profile):
    service, named = with_profile(profile), 0
    query = Query("cook bread with salt and water", limit=2)
    for document in _documents(service):
        report = service.open("kitchen").why(query, document)
        if report.change is None:
            continue
        named += 1
        shown = _shown(with_profile(_changed(profile, report.change)), query)
        assert shown[document][0] == report.change.rank
        assert report.smallest_change == report.change.sentence
    assert named >= 2


def test_a_filtered_document_names_the_condition_and_where_it_would_stand(service):
    plain = service.open("kitchen").why(Query("cook bread"), "bread")
    where = SearchFilter((Condition("genre", any_of=("drama",)), Condition("pages", at_least=9)))
    report = service.open("kitchen").why(Query("cook bread", filter=where), "bread")
    assert report.stage == "filtered"
    assert report.reason == "It does not meet the filter genre=drama and pages>=9."
    assert report.change.rank == plain.final_rank == 1
    assert report.smallest_change.startswith("Without the filter genre=drama and pages>=9")
    assert report.lanes == plain.lanes
    versus = service.open("kitchen").why(Query("cook bread", filter=where), "bread", versus="apple")
    assert (versus.comparison, versus.differences) == (None, ())


def test_a_document_that_matches_nowhere_is_not_retrieved(service):
    report = service.open("kitchen").why(Query("vaccine", lanes=("bm25",)), "star")
    assert (report.stage, report.lanes, report.final_rank) == ("not retrieved", {"bm25": None}, None)
    assert report.change is None


def test_below_the_depth_every_lane_still_knows_its_rank(with_profile):
    service = with_profile(_plain(depth=1))
    query = Query("cook bread with salt", limit=1)
    report = service.open("kitchen").why(query, "apple")
    assert report.stage == "below the lane's depth"
    assert report.final_rank is None
    assert all(standing and standing.rank > 1 for standing in report.lanes.values())
    deep = with_profile(_plain(depth=50)).open("kitchen").search(Query("cook bread with salt"))
    (apple,) = (result for result in deep.results if result.passage.document_id == "apple")
    assert report.lanes == apple.lanes


def test_the_rerankers_doing_is_named(with_profile):
    query = Query("cook an apple", limit=1)
    free = with_profile(_plain())
    heavy = with_profile(_plain(rerank=Rerank(10, 1.0, 0.0, "minmax")))
    moved = 0
    for document in _documents(free):
        before, after = (service.open("kitchen").why(query, document) for service in (free, heavy))
        if before.stage == "shown" and after.stage != "shown":
            moved += 1
            assert after.stage == "reranked down"
            assert "cross-encoder moved it down" in after.reason
        if after.fused_rank and after.fused_rank > 1 and after.stage == "fused out":
            assert after.rerank_rank is None or "read it and left it" in after.reason
    assert moved <= 1


def test_two_documents_differ_by_steps_that_sum_to_the_difference(service):
    query = Query("cook bread with salt")
    report = service.open("kitchen").why(query, "apple", versus="bread")
    other = report.versus
    assert other.document_id == "bread"
    total = sum(step.value for step in report.differences)
    assert total == pytest.approx(report.score - other.score, abs=1e-6)
    assert report.comparison.startswith("'bread' stands above 'apple' (rank 1 to rank ")
    assert [abs(step.value) for step in report.differences] == sorted(
        (abs(step.value) for step in report.differences), reverse=True
    )


def test_a_document_no_lane_returned_is_compared_all_the_same(with_profile):
    service = with_profile(_plain(depth=1))
    report = service.open("kitchen").why(Query("cook bread with salt", limit=1), "star", versus="bread")
    assert report.comparison == "'bread' stands above 'star', which no lane returned."
    assert all(step.stage == "fusion" and step.value < 0 for step in report.differences)


def test_the_passage_that_comes_furthest_speaks_for_a_long_document(service):
    report = service.open("kitchen").why(Query("may the puppy read the file"), "long")
    assert "puppy" in report.passage.text
    assert report.lanes["bm25"] is not None


def test_an_unknown_document_is_a_report_and_bad_input_an_error(service):
    report = service.open("kitchen").why(Query("cat"), "nobody")
    assert report.stage == "unknown document"
    assert "'nobody'" in report.reason
    assert (report.passage, report.change) == (None, None)
    assert service.open("kitchen").why(Query("cat"), "cat", versus="nobody").comparison is None
    with pytest.raises(BadInputError):
        service.open("kitchen").why(Query("cat"), "cat", versus="cat")
    with pytest.raises(BadInputError):
        service.open("kitchen").why(Query("  "), "cat")
    with pytest.raises(NotFoundError):
        service.open("kitchn").why(Query("cat"), "cat")
