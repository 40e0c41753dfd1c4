import json
import shutil

import pytest

from search_app.ranking.profile_file import read_profile

TINY = ("--collection", "tiny")


def results(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_json_holds_what_is_documented(ready):
    answer = results(ready("search", "cat animal", *TINY, "--json"))
    assert set(answer) >= {"query", "collection", "degraded", "timings_ms", "results"}
    assert answer["query"] == "cat animal"
    assert answer["degraded"] == []
    best = answer["results"][0]
    assert best["doc_id"] == "pets"
    assert set(best) == {
        "doc_id", "passage", "title", "text", "score", "fused_score", "rerank_score", "lanes",
        "steps", "tokens",
    }  # fmt: skip
    assert set(best["lanes"]) == {"dense", "sparse", "bm25", "feedback"}
    assert best["lanes"]["sparse"]["rank"] == 1


def test_contributions_sum_to_the_lane_scores(ready):
    for query in ("cat animal", "python search", "cook bread with salt", "dog"):
        for hit in results(ready("search", query, *TINY, "--json", "--explain"))["results"]:
            for lane in hit["lanes"]:
                total = sum(token["weight"] for token in hit["tokens"] if token["lane"] == lane)
                assert total == pytest.approx(hit["lanes"][lane]["score"], rel=1e-3)
            assert sum(step["value"] for step in hit["steps"]) == pytest.approx(hit["score"], abs=1e-6)


def test_offsets_point_at_the_words_they_name(ready):
    answer = results(ready("search", "cat animal", *TINY, "--json"))
    literal = [
        (token["token"], hit["text"][token["start"] : token["end"]])
        for hit in answer["results"]
        for token in hit["tokens"]
        if token["start"] is not None
    ]
    assert ("cat", "cat") in literal
    assert all(word.lower() == found.lower() for word, found in literal)


def test_expansions_are_told_apart_from_literal_matches(ready):
    answer = results(ready("search", "vehicle", *TINY, "--lanes", "sparse", "--json"))
    assert {token["kind"] for token in answer["results"][0]["tokens"]} == {"literal"}
    answer = results(ready("search", "animal", *TINY, "--lanes", "sparse", "--json"))
    kinds = {hit["doc_id"]: {token["kind"] for token in hit["tokens"]} for hit in answer["results"]}
    assert kinds["html"] == {"expansion"}


def test_the_terminal_shows_score_title_sentence_lanes_and_tokens(ready):
    done = ready("search", "salt and sugar", *TINY, "-k", "2")
    assert done.returncode == 0, done.stderr
    first = done.stdout.split("\n\n")[0]
    assert "recipe" in first
    assert "cook bread with salt and sugar." in first
    assert "bm25 #1" in first
    assert "Top influential tokens: " in first
    full = ready("search", "salt and sugar", *TINY, "-k", "1", "--explain")
    assert "bm25: " in full.stdout
    assert " at " in full.stdout
    weight = read_profile("default").rerank.weight  # short passages are read whole
    assert f"the cross-encoder gives {weight:.0%}, the lanes {1 - weight:.0%}" in full.stdout


def test_lanes_and_rerank_can_be_chosen(ready):
    answer = results(ready("search", "cat", *TINY, "--lanes", "bm25", "--no-rerank", "--json"))
    assert {lane for hit in answer["results"] for lane in hit["lanes"]} == {"bm25"}
    assert all(hit["rerank_score"] is None for hit in answer["results"])
    assert answer["rerank_share"] == 0


def test_feedback_says_what_it_searched_by(ready):
    lanes = ("--lanes", "bm25,feedback")
    answer = results(ready("search", "vehicle", *TINY, *lanes, "--json"))
    assert set(answer["feedback"][0]) == {"doc_id", "passage", "title", "weight"}
    assert sum(source["weight"] for source in answer["feedback"]) == pytest.approx(1.0)
    assert {"feedback"} in [set(hit["lanes"]) for hit in answer["results"]]
    done = ready("search", "vehicle", *TINY, *lanes, "--explain")
    assert f"feedback searched by {answer['feedback'][0]['title']} (" in " ".join(done.stdout.split())


@pytest.mark.parametrize("lanes", ["dense", "sparse", "bm25", "bm25,feedback"])
def test_a_filter_holds_in_every_lane(ready, lanes):
    answer = results(
        ready("search", "the cat car bread python dog", *TINY, "--lanes", lanes,
              "--where", "year>=2005", "--where", "year<=2010", "--json")
    )  # fmt: skip
    assert {hit["doc_id"] for hit in answer["results"]} == {"cars", "food"}


def test_markup_in_documents_is_printed_as_text(ready):
    done = ready("search", "puppy", *TINY, "-k", "1")
    assert "<script>alert(1)</script>" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["   ", *TINY], 2, "empty query"),
        (["x" * 10_001, *TINY], 2, "10,000"),
        (["cat", "--collection", "tinny"], 3, "Did you mean 'tiny'"),
        (["cat", "--collection", "../etc"], 2, "collection"),
        (["cat", *TINY, "--lanes", "dense,bm52"], 2, "dense, sparse, bm25"),
        (["cat", *TINY, "--lanes", "feedback"], 2, "at least one of dense, sparse, bm25"),
        (["cat", *TINY, "--where", "year"], 2, "field=value"),
        (["cat", *TINY, "-k", "0"], 2, "between 1 and 1000"),
        (["cat"], 2, "--collection"),
    ],
)
def test_bad_input_is_one_message_and_an_exit_code(ready, arguments, code, said):
    done = ready("search", *arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_lane_whose_model_is_missing_degrades_and_says_so(ready):
    done = ready("search", "cat", *TINY, "--json", SEARCH_APP_SPARSE_BUNDLE="/nowhere")
    answer = results(done)
    assert answer["degraded"] == ["sparse"]
    assert "no model bundle '/nowhere'" in answer["degraded_reasons"]["sparse"]
    assert answer["results"]


def test_when_no_lane_can_answer_it_is_an_error(ready):
    done = ready("search", "cat", *TINY, "--lanes", "sparse", SEARCH_APP_SPARSE_BUNDLE="/nowhere")
    assert done.returncode == 7
    assert "no lane could answer" in done.stderr


def test_an_altered_model_file_is_refused(ready, tiny_bundles, tmp_path):
    copy = tmp_path / "dense"
    shutil.copytree(tiny_bundles.dense, copy)
    with (copy / "model.onnx").open("ab") as stream:
        stream.write(b"x")
    done = ready("search", "cat", *TINY, "--lanes", "dense", SEARCH_APP_DENSE_BUNDLE=str(copy))
    assert done.returncode == 7
    assert "sha256" in done.stderr
    assert "Traceback" not in done.stderr


def test_vectors_of_another_model_are_never_compared(ready, tiny_bundles, tmp_path):
    copy = tmp_path / "dense"
    shutil.copytree(tiny_bundles.dense, copy)
    manifest = json.loads((copy / "bundle.json").read_text())
    (copy / "bundle.json").write_text(json.dumps(manifest | {"prompts": {"query": "q: "}}))
    done = ready("search", "cat", *TINY, "--lanes", "dense", SEARCH_APP_DENSE_BUNDLE=str(copy))
    assert done.returncode == 7
    assert "holds dense vectors of model" in done.stderr
