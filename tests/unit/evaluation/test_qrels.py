import gzip

import pytest

from search_app.errors import BadInputError, NotFoundError
from search_app.evaluation.qrels import read_qrels, with_queries


def write(path, text):
    path.write_text(text)
    return path


def test_beir_and_trec_layouts_read_alike(tmp_path):
    beir = write(tmp_path / "a.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n")
    trec = write(tmp_path / "b.txt", "q1 0 d1 2\nq1 0 d2 0\n")
    assert read_qrels(beir).qrels == read_qrels(trec).qrels == {"q1": {"d1": 2, "d2": 0}}
    assert read_qrels(beir).graded
    assert read_qrels(beir).problems == ()


def test_gzipped(tmp_path):
    path = tmp_path / "test.tsv.gz"
    path.write_bytes(gzip.compress(b"q1\td1\t1\n"))
    assert read_qrels(path).qrels == {"q1": {"d1": 1}}


def test_duplicates_and_contradictions_are_counted(tmp_path):
    found = read_qrels(write(tmp_path / "a", "q 0 d 1\nq 0 d 1\nq 0 d 2\n"))
    assert (found.duplicates, found.conflicts, found.qrels) == (1, 1, {"q": {"d": 2}})
    assert len(found.problems) == 2


def test_swapped_columns_are_turned_and_said(tmp_path):
    header = write(tmp_path / "a", "corpus-id\tquery-id\tscore\nd1\tq1\t1\n")
    assert read_qrels(header).qrels == {"q1": {"d1": 1}}
    bare = write(tmp_path / "b", "d1 0 q1 1\nd2 0 q1 1\n")
    found = read_qrels(bare, {"q1"})
    assert found.qrels == {"q1": {"d1": 1, "d2": 1}}
    assert found.swapped
    assert "wrong way round" in found.problems[0]


def test_unknown_queries_are_left_out_and_counted(tmp_path):
    found = with_queries(read_qrels(write(tmp_path / "a", "q1 0 d 1\nq2 0 d 1\n")), {"q1"})
    assert found.qrels == {"q1": {"d": 1}}
    assert found.unknown_queries == 1


FURTHER = [
    "q 0 d 0.5\n",
    "q 0 d 1_0\n",
    "q 0 d 0x1\n",
    "q 0 d \u0661\n",
    "\t0\td\t1\n",
    "q\t0\t\t1\n",
    "q 0 d 1e400\n",
]


@pytest.mark.parametrize(
    "text", ["q d\n", "q 0 d x\n", "q 0 d 1 2\n", "q 0 d nan\n", "q 0 d inf\n", "", *FURTHER]
)
def test_what_is_no_judgement_is_refused_by_line(tmp_path, text):
    with pytest.raises(BadInputError) as caught:
        read_qrels(write(tmp_path / "a", text))
    assert "query id, document id and grade" in str(caught.value)


def test_files_that_do_not_belong_together(tmp_path):
    with pytest.raises(BadInputError, match="belong together"):
        read_qrels(write(tmp_path / "a", "q1 0 d 1\n"), {"other"})
    with pytest.raises(NotFoundError):
        read_qrels(tmp_path / "none")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInputError):
        read_qrels(tmp_path / "bytes")


def test_a_fraction_names_its_file_line_and_grade(tmp_path):
    with pytest.raises(BadInputError) as caught:
        read_qrels(write(tmp_path / "judged", "q 0 c 1\nq 0 d 0.5\n"))
    assert "line 2 of" in str(caught.value)
    assert "judged" in str(caught.value)
    assert "'0.5' is none" in str(caught.value)


def test_whole_numbers_may_have_a_point(tmp_path):
    text = "q a 1.0\nq b 2.\nq c -1\nq d +3.00\n"
    assert read_qrels(write(tmp_path / "a", text)).qrels == {"q": {"a": 1, "b": 2, "c": -1, "d": 3}}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    "header", ["", "query-id\tcorpus-id\tscore\n", "qid\tdocid\trelevance\n", "Query_ID\t0\tdocno\trel\n"]
)
def test_a_mark_is_no_part_of_an_id_and_no_first_judgement_is_lost(tmp_path, mark, header):
    path = tmp_path / "a"
    path.write_text(mark + header + "q1\t0\td1\t1\nq2\t0\td1\t1\n", encoding="utf-8")
    assert read_qrels(path).qrels == {"q1": {"d1": 1}, "q2": {"d1": 1}}


def test_a_query_named_like_a_header_is_judged(tmp_path):
    assert read_qrels(write(tmp_path / "a", "topic 0 d 1\n")).qrels == {"topic": {"d": 1}}
