import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.errors import BadInputError
from search_app.evaluation.run_file import RunWriter, check_same_queries, read_run
from search_app.evaluation.strict_order import strictly_decreasing


def write(path, text):
    path.write_text(text)
    return path


@pytest.mark.parametrize("kind", ["trec", "msmarco"])
def test_what_is_written_is_read_in_the_same_order(tmp_path, kind):
    with RunWriter(tmp_path / "r", "my system", kind) as writer:
        writer.write("q1", [("a", 2.0), ("b", 2.0), ("c", 1.5)])
        writer.write("q2", [])
        writer.write("q3", [("z", -1.0)])
    found = read_run(tmp_path / "r")
    assert found.format == kind
    assert sorted(found.run["q1"], key=lambda name: -found.run["q1"][name]) == ["a", "b", "c"]
    assert set(found.run) == {"q1", "q3"}
    assert found.problems == ()
    if kind == "trec":
        assert found.name == "my-system"


@given(st.lists(st.floats(-1e6, 1e6, width=32), max_size=30))
def test_scores_fall_strictly_in_float32_and_keep_their_order(scores):
    given_scores = sorted(scores, reverse=True)
    found = np.array(strictly_decreasing(given_scores), dtype=np.float32)
    assert bool((np.diff(found) < 0).all())
    assert np.allclose(found, given_scores, atol=1e-5, rtol=1e-5)


def test_ties_gaps_and_repeats_are_counted(tmp_path):
    text = "q Q0 a 1 2.0 s\nq Q0 b 2 2.0 s\nq Q0 c 5 1.0 s\nq Q0 c 6 0.5 s\n"
    found = read_run(write(tmp_path / "r", text))
    assert (found.ties, found.gaps, found.duplicates) == (1, 1, 1)
    assert found.run["q"]["c"] == 1.0
    assert len(found.problems) == 3


@pytest.mark.parametrize("text", ["", "q a\n", "q Q0 a 1 x s\n", "q\ta\tone\n", "q Q0 a 1 1 s\nq a 1\n"])
def test_what_is_no_run_is_refused(tmp_path, text):
    with pytest.raises(BadInputError, match=r"TREC.*MS MARCO"):
        read_run(write(tmp_path / "r", text))


def test_swapped_columns_are_named(tmp_path):
    found = read_run(write(tmp_path / "r", "d1 Q0 q1 1 2.0 s\n"))
    with pytest.raises(BadInputError, match="look swapped"):
        check_same_queries(found, {"q1"})
    with pytest.raises(BadInputError, match="belong together"):
        check_same_queries(found, {"q9"})


def test_white_space_in_ids_does_not_break_the_columns(tmp_path):
    with RunWriter(tmp_path / "r", "s") as writer:
        writer.write("q 1", [("doc 1", 1.0)])
    assert read_run(tmp_path / "r").run == {"q%201": {"doc%201": 1.0}}


def test_strict_order_is_the_next_smaller_float_again_and_again():
    draw = np.random.default_rng(3)
    for digits in range(4):
        given = np.sort(np.append(np.round(draw.normal(size=60), digits), np.zeros(4)))[::-1]
        expected = given.astype(np.float32)
        for place in range(1, expected.size):
            below = np.nextafter(expected[place - 1], np.float32(-np.inf))
            expected[place] = min(expected[place], below)
        assert strictly_decreasing(given.tolist()) == expected.tolist()


@pytest.mark.parametrize("score", ["nan", "inf", "-Infinity", "NaN", "1_0", "1e999"])
def test_a_score_that_is_no_finite_number_is_refused_by_line(tmp_path, score):
    path = write(tmp_path / "r", f"q Q0 a 1 2.0 s\nq Q0 b 2 {score} s\n")
    with pytest.raises(BadInputError, match=r"line 2 of .*r is .*finite number"):
        read_run(path)


@pytest.mark.parametrize("line", ["\tQ0\td\t1\t1.0\ts\n", "q\tQ0\t\t1\t1.0\ts\n", "q\t\t1\n"])
def test_a_line_without_an_id_is_refused(tmp_path, line):
    with pytest.raises(BadInputError, match="line 1"):
        read_run(write(tmp_path / "r", line))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_is_no_part_of_an_id(tmp_path, encoding):
    (tmp_path / "r").write_text("q1 Q0 d 1 1.0 s\n", encoding=encoding)
    assert read_run(tmp_path / "r").run == {"q1": {"d": 1.0}}


def test_scores_equal_in_float32_are_told_as_ties(tmp_path):
    text = "q Q0 a 1 16777217 s\nq Q0 b 2 16777216 s\n"
    assert read_run(write(tmp_path / "r", text)).ties == 1
