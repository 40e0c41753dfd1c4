from concurrent.futures import ThreadPoolExecutor

import pytest
from fixtures.page_collections import LONG, add_collection, kitchen_documents

from search_app.engine.service import SearchService
from search_app.errors import BadInputError, CorruptError, NotFoundError
from search_app.records import Condition, Query, SearchFilter

HOSTILE_QUERIES = [
    "*:* AND (",
    'title:"unclosed',
    "the and of",
    "\N{CAT FACE}\N{ZERO WIDTH JOINER}\N{FIRE}",
    "\u202eقطة\u202c شجرة",
    "a" * 10_000,
    "cat " * 2_500,
    "<script>alert(1)</script>",
    "cat\x00dog",
    "\x00",
    "\ud800 cat",
    "%s %n {0} ${x}",
    "(((((((((((",
    "cat^1e99 dog~ +horse -bird",
]


@pytest.mark.parametrize("text", HOSTILE_QUERIES, ids=range(len(HOSTILE_QUERIES)))
def test_any_query_ends_in_an_answer_of_all_lanes(service, text):
    answer = service.open("kitchen").search(Query(text))
    assert answer.degraded == {}
    assert len(answer.rankings) == 4


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_blank_query_finds_nothing(service, text):
    assert service.open("kitchen").search(Query(text)).results == ()


def test_every_part_of_a_result_adds_up(service):
    for text in ("cook bread with salt", "animal", "read a python file", "vaccine"):
        answer = service.open("kitchen").search(Query(text, explain_depth=10))
        assert answer.results
        for result in answer.results:
            for lane in result.lanes:
                total = sum(token.weight for token in result.tokens if token.lane == lane)
                assert total == pytest.approx(result.lanes[lane].score, rel=1e-3)
            assert sum(step.value for step in result.steps) == pytest.approx(result.score, abs=1e-6)
            assert {step.lane for step in result.steps} - {None} == set(result.lanes)


def test_the_profile_rrf_is_the_papers(service):
    for result in service.open("kitchen", "rrf").search(Query("cook bread with salt")).results:
        expected = sum(1 / (60 + standing.rank) for standing in result.lanes.values())
        assert result.score == result.fused_score == pytest.approx(expected)


@pytest.mark.parametrize("fade", [0.0, 2.0])
@pytest.mark.parametrize("scale", ["minmax", "softmax"])
def test_the_rerankers_share_falls_with_what_it_could_read(settings, tmp_path, fade, scale):
    path = tmp_path / "fading.toml"
    path.write_text(
        f"rerank_depth = 13\nrerank_weight = 0.8\nrerank_fade = {fade}\nrerank_scale = '{scale}'\n"
    )
    query = Query("cook bread with salt " * 20, limit=13, explain=False)
    with SearchService(settings.model_copy(update={"profile": str(path)})) as fading:
        answer = fading.open("kitchen").search(query)
        texts = [result.passage.full_text for result in answer.results]
        extents = fading.models.reranker().read(query.text, texts)[1]
    assert 0 < extents.mean() < 1
    odds = 4 * extents.mean() ** fade
    assert answer.rerank_share == pytest.approx(odds / (1 + odds), rel=1e-4)
    reread = [step.value for result in answer.results for step in result.steps if step.stage == "rerank"]
    whole = max(reread) if scale == "minmax" else sum(reread)
    assert whole == pytest.approx(answer.rerank_share, rel=1e-5)
    for result in answer.results:
        assert sum(step.value for step in result.steps) == pytest.approx(result.score, abs=1e-6)


def test_without_rerank_the_order_is_the_fused_one(service):
    results = service.open("kitchen").search(Query("cook bread", rerank=False)).results
    assert [r.score for r in results] == sorted((r.fused_score for r in results), reverse=True)
    assert all(result.rerank_score is None for result in results)
    assert {step.stage for result in results for step in result.steps} == {"fusion"}


def test_the_cross_encoders_words_come_on_request(service):
    plain = service.open("kitchen").search(Query("cook bread"))
    asked = service.open("kitchen").search(Query("cook bread", explain_rerank=True, explain_depth=1))
    assert all(token.lane != "rerank" for result in plain.results for token in result.tokens)
    words = {token.token for token in asked.results[0].tokens if token.lane == "rerank" and token.weight > 0}
    assert words <= {"cook", "bread", "Bread"}
    assert words
    assert all(token.lane != "rerank" for result in asked.results[1:] for token in result.tokens)


def test_answers_repeat_exactly(service):
    first = service.open("kitchen").search(Query("animal on the road"))
    again = service.open("kitchen").search(Query("animal on the road"))
    assert [(r.passage.id, r.score) for r in first.results] == [
        (r.passage.id, r.score) for r in again.results
    ]


def test_timings_name_every_stage(service):
    timings = service.open("kitchen").search(Query("cat")).timings_ms
    assert set(timings) == {"load", "lanes", "fuse", "feedback", "fetch", "rerank", "explain", "total"}
    assert timings["total"] >= timings["lanes"]


def test_searches_from_many_threads_agree(service):
    texts = ["cat", "bread", "python file", "vehicle", "water", "doctor"] * 8
    alone = {
        text: [r.passage.id for r in service.open("kitchen").search(Query(text)).results] for text in texts
    }
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda text: service.open("kitchen").search(Query(text)), texts))
    assert [[r.passage.id for r in answer.results] for answer in together] == [alone[text] for text in texts]


def test_an_unknown_collection_lists_those_there_are(service):
    with pytest.raises(NotFoundError, match="kitchen"):
        service.open("kitchn").search(Query("cat"))
    with pytest.raises(BadInputError):
        service.open("../kitchen").search(Query("cat"))


def test_an_unknown_lane_is_refused_before_anything_is_asked(service):
    with pytest.raises(BadInputError, match="dense, sparse, bm25"):
        service.open("kitchen").search(Query("cat", lanes=("dense", "magic")))


def test_a_new_generation_is_served_without_restart_and_never_mixed(tmp_path, tiny_bundles, settings):
    data = tmp_path / "data"
    add_collection("moving", kitchen_documents(), data, tiny_bundles, tmp_path)
    service = SearchService(settings.model_copy(update={"data_dir": data}))
    try:
        before = service.open("moving").search(Query("vehicle"))
        more = [*kitchen_documents(), {"_id": "new", "title": "vehicle", "text": "a vehicle is a vehicle"}]
        add_collection("moving", more, data, tiny_bundles, tmp_path)
        after = service.open("moving").search(Query("vehicle"))
    finally:
        service.close()
    assert before.generation != after.generation
    assert "new" not in {result.passage.document_id for result in before.results}
    best = next(result for result in after.results if result.passage.document_id == "new")
    assert set(best.lanes) == {"dense", "sparse", "bm25", "feedback"}


def test_summaries_show_what_is_there_and_what_is_broken(tmp_path, tiny_bundles, settings):
    data = tmp_path / "data"
    for name in ("fine", "broken"):
        add_collection(name, kitchen_documents(), data, tiny_bundles, tmp_path)
    (manifest,) = (data / "collections" / "broken").glob("generations/*/manifest.json")
    manifest.write_text("{")
    service = SearchService(settings.model_copy(update={"data_dir": data}))
    try:
        summaries = {summary.name: summary for summary in service.collections()}
        assert summaries["fine"].documents == 13
        assert summaries["fine"].problem is None
        assert "manifest" in summaries["broken"].problem
        with pytest.raises(CorruptError):
            service.open("broken").search(Query("cat"))
    finally:
        service.close()


def test_a_damaged_index_costs_its_lane_and_not_the_answer(tmp_path, tiny_bundles, settings):
    data = tmp_path / "data"
    add_collection("hurt", kitchen_documents(), data, tiny_bundles, tmp_path)
    for file in (data / "collections" / "hurt").glob("generations/*/lucene/segments_*"):
        file.write_bytes(b"")
    service = SearchService(settings.model_copy(update={"data_dir": data}))
    try:
        answer = service.open("hurt").search(Query("cat"))
    finally:
        service.close()
    assert set(answer.degraded) == {"bm25"}
    assert answer.results


def test_facets_count_what_a_filter_leaves(service):
    assert service.open("kitchen").fields() == {
        "kind": "keyword",
        "short": "flag",
        "tags": "keywords",
        "year": "number",
    }
    where = SearchFilter((Condition("kind", ("food",)),))
    found = service.open("kitchen").facets(["kind", "year"], where)
    assert found["kind"] == [("code", 3), ("animal", 2), ("food", 2), ("machine", 2)]
    assert found["year"] == [(2005, 1), (2010, 1)]


def test_a_whole_document_comes_back(service):
    passages = service.open("kitchen").passages("long")
    assert len(passages) > 1
    document = service.open("kitchen").document("long")
    assert document.text == LONG
    assert [document.text[p.start : p.end] for p in passages] == [p.text for p in passages]
    with pytest.raises(NotFoundError, match="no document 'nothing'"):
        service.open("kitchen").document("nothing")


def test_stages_are_those_of_the_answer(service):
    answer, lists = service.open("kitchen").stages(Query("cook bread with salt", limit=3))
    assert [entry.stage for entry in lists] == ["dense", "sparse", "bm25", "feedback", "fuse", "final"]
    assert [passage.id for passage, _ in lists[-1].entries] == [
        result.passage.id for result in answer.results
    ]
    for entry, ranking in zip(lists, answer.rankings, strict=False):
        head = [(hit.passage_id, hit.score) for hit in ranking.hits[:3]]
        assert [(passage.id, score) for passage, score in entry.entries] == head
    plain, without = service.open("kitchen").stages(Query("cook bread with salt", limit=3, rerank=False))
    assert [entry.stage for entry in without] == ["dense", "sparse", "bm25", "feedback", "fuse"]
    assert [passage.id for passage, _ in without[-1].entries] == [r.passage.id for r in plain.results]


def test_a_profile_is_chosen_by_name(service, settings):
    own = settings.data_dir / "profiles" / "words.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text('lanes = ["bm25"]\nrerank_depth = 0\n', encoding="utf-8")
    assert service.profiles() == ("default", "rrf", "three-lanes", "words")
    answer = service.open("kitchen", "words").search(Query("bread"))
    assert [ranking.lane for ranking in answer.rankings] == ["bm25"]
    assert service.open("kitchen", "words").lanes() == ("bm25",)
    own.write_text('lanes = ["sparse"]\n', encoding="utf-8")
    assert service.open("kitchen", "words").lanes() == ("sparse",)
    with pytest.raises(NotFoundError, match="one of default, rrf, three-lanes, words"):
        service.open("kitchen", "../default").search(Query("bread"))
    own.unlink()
