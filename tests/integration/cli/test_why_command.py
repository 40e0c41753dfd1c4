import json

TINY = ("--collection", "tiny")


def test_the_report_says_stage_ranks_and_steps(ready):
    done = ready("why", "cat animal", *TINY, "--doc", "pets", "--versus", "html")
    assert done.returncode == 0, done.stderr
    assert "It is shown, at rank 1 of 10." in done.stdout
    assert "of which" in done.stdout
    assert "'pets' stands above 'html'" in done.stdout
    assert "<script>alert(1)</script>" in done.stdout


def test_json_holds_what_is_documented(ready):
    done = ready("why", "cat animal", *TINY, "--doc", "food", "-k", "1", "--no-rerank", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert set(report) == {
        "query", "collection", "limit", "degraded", "document", "versus", "differences", "comparison",
    }  # fmt: skip
    document = report["document"]
    assert (document["doc_id"], document["stage"]) == ("food", "fused out")
    assert set(document["lanes"]) == {"dense", "sparse", "bm25", "feedback"}
    assert document["lanes"]["bm25"] is None
    assert document["fused"]["rank"] == document["final"]["rank"] > 1


def test_a_filter_is_named(ready):
    done = ready("why", "cat animal", *TINY, "--doc", "pets", "--where", "year>=2000")
    assert "It does not meet the filter year>=2000." in done.stdout
    assert "Without the filter year>=2000 it would stand at rank 1." in done.stdout


def test_an_unknown_document_is_one_message(ready):
    done = ready("why", "cat", *TINY, "--doc", "nobody")
    assert done.returncode == 3
    assert "no document 'nobody'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_profile_can_be_a_file(ready, tmp_path):
    path = tmp_path / "words.toml"
    path.write_text('version = 2\nlanes = ["bm25"]\n')
    answer = json.loads(ready("search", "cat", *TINY, "--profile", str(path), "--json").stdout)
    assert {lane for hit in answer["results"] for lane in hit["lanes"]} == {"bm25"}
    assert ready("why", "cat", *TINY, "--doc", "food", "--profile", str(path)).returncode == 0
    missing = ready("search", "cat", *TINY, "--profile", str(tmp_path / "other.toml"))
    assert missing.returncode == 3
    assert "expected a file or one of default, rrf, three-lanes" in missing.stderr


def test_a_profile_of_ones_own_is_searched_by_name(ready):
    folder = ready.data_dir / "profiles"
    folder.mkdir(exist_ok=True)
    (folder / "words.toml").write_text('lanes = ["bm25"]\nrerank_depth = 0\n')
    done = ready("why", "cat", *TINY, "--doc", "food", "--profile", "words")
    assert "It matches the question in no lane that was asked (bm25), at any depth." in done.stdout
    answer = json.loads(ready("search", "cat", *TINY, "--profile", "words", "--json").stdout)
    assert {lane for hit in answer["results"] for lane in hit["lanes"]} == {"bm25"}
    assert ready("search", "cat", *TINY, "--profile", "nothing").returncode == 3
