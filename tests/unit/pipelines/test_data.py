import gzip
import json
import random

import pytest
from fixtures.tiny_training import SUBJECTS, write_tiny_beir

from pipelines.data.pair_file import TrainingPair, read_pairs
from pipelines.data.source import check_source, read_source
from pipelines.judged.beir_folder import BeirFolder
from pipelines.recipe import DataSource
from search_app.errors import BadInputError, NotFoundError


def test_judged_pairs_join_title_and_text(tmp_path):
    write_tiny_beir(tmp_path / "animals")
    pairs = list(read_source(DataSource(path="animals"), tmp_path))
    assert len(pairs) == len(SUBJECTS)
    assert pairs[0] == TrainingPair(
        "where does the cat sleep", "cat the cat eats grass and sleeps in the barn"
    )


def test_titles_are_queries_for_the_text_alone(tmp_path):
    write_tiny_beir(tmp_path / "animals")
    pair = next(read_source(DataSource(path="animals", format="titles"), tmp_path))
    assert pair == TrainingPair("cat", "the cat eats grass and sleeps in the barn")


def test_gzipped_files_are_read_where_the_plain_one_is_missing(tmp_path):
    folder = write_tiny_beir(tmp_path / "animals")
    plain = folder / "corpus.jsonl"
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    before = dict(BeirFolder(folder).passages())
    plain.unlink()
    assert dict(BeirFolder(folder).passages()) == before
    assert (folder / "corpus.jsonl.gz") in BeirFolder(folder).files("train")


def test_judgements_of_unknown_passages_and_grade_zero_are_left_out(tmp_path):
    folder = write_tiny_beir(tmp_path / "animals")
    (folder / "qrels" / "train.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq0\td0\t0\nq1\tnowhere\t1\nq2\td2\t2\n"
    )
    pairs = list(read_source(DataSource(path="animals"), tmp_path))
    assert [pair.query for pair in pairs] == ["where does the owl sleep"]


def test_a_source_without_a_usable_pair_is_an_error(tmp_path):
    folder = write_tiny_beir(tmp_path / "animals")
    (folder / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tnowhere\t1\n")
    with pytest.raises(BadInputError, match="no usable pair"):
        list(read_source(DataSource(path="animals"), tmp_path))


def test_a_malformed_judgement_is_named_by_line(tmp_path):
    folder = write_tiny_beir(tmp_path / "animals")
    (folder / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\nq0\td0\n")
    with pytest.raises(BadInputError, match="line 2"):
        BeirFolder(folder).qrels("train")


def test_missing_files_are_found_before_reading(tmp_path):
    with pytest.raises(NotFoundError, match="nowhere"):
        check_source(DataSource(path="nowhere"), tmp_path)


def test_pair_files_accept_several_names_and_lists(tmp_path):
    path = tmp_path / "pairs.jsonl"
    rows = [{"query": "q", "positive": ["a", "b"], "negatives": ["n"]}, {"anchor": "r", "answer": "c"}]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    assert list(read_pairs(path)) == [
        TrainingPair("q", "a", ("n",)),
        TrainingPair("q", "b", ("n",)),
        TrainingPair("r", "c"),
    ]


def test_parquet_is_read_like_json_lines(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"query": ["q"], "positive": ["p"]}), tmp_path / "pairs.parquet")
    assert list(read_pairs(tmp_path / "pairs.parquet")) == [TrainingPair("q", "p")]


def test_a_row_without_a_positive_lists_the_accepted_names(tmp_path):
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"query": "q"}\n')
    with pytest.raises(BadInputError, match="positive, passage, answer, pos"):
        list(read_pairs(path))


@pytest.mark.parametrize(("weight", "count"), [(0.5, 5), (1.0, 10), (2.5, 25)])
def test_weights_thin_out_and_repeat(weight, count):
    from pipelines.data.mixture import weighted

    pairs = [TrainingPair(str(number), "p") for number in range(10)]
    chosen = weighted(pairs, DataSource(path="x", weight=weight), random.Random(1))
    assert len(chosen) == count
    assert set(chosen) <= set(pairs)


def test_the_order_of_mined_pairs_does_not_depend_on_the_folder_of_the_run(tmp_path):
    from pipelines.data.mixture import load_mixture

    rows = [{"query": f"q{n}", "positive": f"p{n}", "negatives": [f"n{n}"]} for n in range(30)]
    orders = []
    for run in ("one", "another"):
        mined = tmp_path / run / "negatives" / "00-nq-train.jsonl"
        mined.parent.mkdir(parents=True)
        mined.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        mixture = load_mixture([DataSource(path=str(mined), format="triples")], tmp_path, seed=13)
        assert list(mixture) == ["00-nq-train"]
        orders.append([pair.query for pair in mixture["00-nq-train"]])
    assert orders[0] == orders[1] != [row["query"] for row in rows]
