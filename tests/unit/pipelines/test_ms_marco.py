import gzip
import json

import pytest

from pipelines.data.pair_file import TrainingPair
from pipelines.data.passage_texts import PassageTexts
from pipelines.data.source import check_source, read_source
from pipelines.judged.collection import open_collection
from pipelines.judged.ms_marco import MsMarcoFolder
from pipelines.recipe import DataSource
from search_app.errors import BadInputError, NotFoundError


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "msmarco"
    path.mkdir()
    (path / "collection.tsv").write_text("0\tcats purr\n1\tdogs bark\n2\tbees hum\n")
    (path / "queries.train.tsv").write_text("10\twhat purrs\n11\twhat barks\n")
    (path / "qrels.train.tsv").write_text("10\t0\t0\t1\n11 0 1 1\n")
    return path


def pairs(folder, *files):
    source = DataSource(path=folder.name, format="msmarco", files=list(files))
    check_source(source, folder.parent)
    return list(read_source(source, folder.parent))


def test_judgements_of_the_folder_as_distributed(folder):
    assert pairs(folder) == [TrainingPair("what purrs", "cats purr"), TrainingPair("what barks", "dogs bark")]
    assert isinstance(open_collection(folder), MsMarcoFolder)


def test_triples_of_ids(folder):
    (folder / "qidpidtriples.train.tsv.gz").write_bytes(gzip.compress(b"10\t0\t2\n11\t1\t0\n99\t1\t0\n"))
    found = pairs(folder, "qidpidtriples.train.tsv.gz")
    assert found == [
        TrainingPair("what purrs", "cats purr", ("bees hum",)),
        TrainingPair("what barks", "dogs bark", ("cats purr",)),
    ]


def test_mined_hard_negatives_take_turns_between_systems(folder):
    row = {"qid": 10, "pos": [0], "neg": {"bm25": [1, 0], "dense": [2, 1]}}
    (folder / "negatives.jsonl").write_text(json.dumps(row))
    assert pairs(folder, "negatives.jsonl") == [
        TrainingPair("what purrs", "cats purr", ("dogs bark", "bees hum"))
    ]


def test_scores_of_an_ensemble_are_averaged(folder):
    (folder / "a.tsv").write_text("9.0\t1.0\t10\t0\t2\n")
    (folder / "b.tsv").write_text("7.0\t3.0\t10\t0\t2\n")
    assert pairs(folder, "a.tsv", "b.tsv") == [
        TrainingPair("what purrs", "cats purr", ("bees hum",), (8.0, 2.0))
    ]


@pytest.mark.parametrize("other", ["7.0\t3.0\t10\t0\t1\n", "", "7.0\t3.0\t10\t0\t2\n" * 2])
def test_score_files_over_other_rows_are_refused(folder, other):
    (folder / "a.tsv").write_text("9.0\t1.0\t10\t0\t2\n")
    (folder / "b.tsv").write_text(other)
    with pytest.raises(BadInputError, match="differs between the score files a.tsv, b.tsv"):
        pairs(folder, "a.tsv", "b.tsv")


@pytest.mark.parametrize("name", ["scores.pkl", "scores.pkl.gz", "scores.pickle"])
def test_pickles_are_refused_before_they_are_opened(folder, name):
    (folder / name).write_bytes(b"not read")
    with pytest.raises(BadInputError, match="is a pickle"):
        pairs(folder, name)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("t.tsv", "10\t0\t2\t3\n", "line 1 of .*t.tsv"),
        ("t.tsv", "good\tbad\t10\t0\t2\n", "two scores"),
        ("t.jsonl", '{"query": 10}', "qid, pos and neg"),
    ],
)
def test_training_files_that_do_not_fit_are_named(folder, name, text, said):
    (folder / name).write_text(text)
    with pytest.raises(BadInputError, match=said):
        pairs(folder, name)


def test_rocketqa_paragraphs_get_their_titles_and_negatives(tmp_path):
    path = tmp_path / "marco"
    path.mkdir()
    (path / "para.txt").write_text("0\tcats purr\n1\tdogs bark\n2\tbees hum\n")
    (path / "para.title.txt").write_text("0\tCats\n2\tBees\n")
    (path / "train.query.txt").write_text("10\twhat purrs\n")
    (path / "qrels.train.tsv").write_text("10\t0\t0\t1\n")
    (path / "train.negatives.tsv").write_text("10\t2,0,1\n")
    assert pairs(path, "train.negatives.tsv") == [
        TrainingPair("what purrs", "Cats cats purr", ("Bees bees hum", "dogs bark"))
    ]


def test_titles_in_another_order_are_an_error(tmp_path):
    path = tmp_path
    (path / "para.txt").write_text("0\tcats purr\n2\tbees hum\n")
    (path / "para.title.txt").write_text("2\tBees\n0\tCats\n")
    with pytest.raises(BadInputError, match="not in the order of para.txt"):
        list(MsMarcoFolder(path).passages())


def test_a_joined_corpus_has_its_title_before_the_text(tmp_path):
    (tmp_path / "corpus.tsv").write_text("0\tCats\tcats purr\n1\t\tdogs bark\n")
    assert dict(MsMarcoFolder(tmp_path).passages()) == {"0": "Cats cats purr", "1": "dogs bark"}


def test_a_folder_without_passages_says_what_it_looked_for(tmp_path):
    with pytest.raises(NotFoundError, match="collection.tsv"):
        list(open_collection(tmp_path).passages())


def test_tevatron_rows_carry_titles(tmp_path):
    row = {
        "query": "what purrs",
        "positive_passages": [{"docid": "0", "title": "Cats", "text": "cats purr"}],
        "negative_passages": [{"docid": "1", "title": "", "text": "dogs bark"}],
    }
    (tmp_path / "t.jsonl").write_text(json.dumps(row))
    source = DataSource(path="t.jsonl", format="tevatron")
    assert list(read_source(source, tmp_path)) == [
        TrainingPair("what purrs", "Cats cats purr", ("dogs bark",))
    ]


def test_tevatron_passages_without_a_text_are_named(tmp_path):
    (tmp_path / "t.jsonl").write_text('{"query": "q", "positive_passages": ["a"]}')
    with pytest.raises(BadInputError, match="row 1"):
        list(read_source(DataSource(path="t.jsonl", format="tevatron"), tmp_path))


def test_pair_files_of_lists_are_read(tmp_path):
    (tmp_path / "gooaq_pairs.jsonl.gz").write_bytes(gzip.compress(b'["q", "a"]\n["r", "b", "n"]\n'))
    found = list(read_source(DataSource(path="gooaq_pairs.jsonl.gz", format="pairs"), tmp_path))
    assert found == [TrainingPair("q", "a"), TrainingPair("r", "b", ("n",))]


@pytest.mark.parametrize("revision", [None, "main", "abc123"])
def test_a_dataset_of_the_hub_needs_a_commit(tmp_path, revision):
    source = DataSource(path="some/set", format="dataset", revision=revision)
    with pytest.raises(BadInputError, match="40 hexadecimal"):
        check_source(source, tmp_path)


def test_a_dataset_is_streamed_at_its_revision(tmp_path, monkeypatch):
    import datasets

    asked = {}

    def fake(name, subset, **options):
        asked.update(options, name=name, subset=subset)
        return iter([{"question": "q", "answer": "a"}])

    monkeypatch.setattr(datasets, "load_dataset", fake)
    source = DataSource(path="some/set", format="dataset", revision="a" * 40, subset="pair")
    assert list(read_source(source, tmp_path)) == [TrainingPair("q", "a")]
    assert asked == {
        "name": "some/set",
        "subset": "pair",
        "split": "train",
        "revision": "a" * 40,
        "streaming": True,
    }


def test_scores_must_fit_their_passages(tmp_path):
    row = {"query": "q", "positive": "p", "negatives": ["n"], "scores": [1.0]}
    (tmp_path / "t.jsonl").write_text(json.dumps(row))
    with pytest.raises(BadInputError, match="a list of 2 numbers"):
        list(read_source(DataSource(path="t.jsonl", format="triples"), tmp_path))


def test_texts_wait_on_disk_in_the_order_of_the_corpus():
    with PassageTexts([("b", "one"), ("a", "two"), ("b", "again")]) as texts:
        assert list(texts) == ["b", "a"]
        assert texts["b"] == "one"
        assert "c" not in texts
        assert texts.get("c") is None
        assert len(texts) == 2


def test_a_few_of_many_negatives_are_drawn_the_same_way_every_time(folder):
    (folder / "train.negatives.tsv").write_text("10\t1,2\n11\t0,2\n")
    source = DataSource(path=folder.name, format="msmarco", files=["train.negatives.tsv"], max_negatives=1)
    first, again = (list(read_source(source, folder.parent)) for _ in range(2))
    assert first == again
    assert [len(pair.negatives) for pair in first] == [1, 1]
