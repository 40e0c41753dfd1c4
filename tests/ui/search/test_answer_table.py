import csv
import io

import pytest
from fixtures.hand_made import answer, result

from search_app.records import LaneStanding, Passage
from ui.search.answer_table import csv_text, harmless

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_taken_the_sting(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["plain", "1=1", "a-b", "", 1, -2.5, True])
def test_everything_else_stays(value: object) -> None:
    assert harmless(value) == value


def test_a_line_per_result() -> None:
    passage = Passage("=doc", 2, 0, 4, 'te"x,t\nline', "-title", {"year": 1990, "=x": ["@a", "b"]})
    text = csv_text(answer(result(passage=passage, lanes={"dense": LaneStanding(3, 0.61)}), result()))
    assert text.startswith("\ufeff")
    first, second = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert first["document"] == "'=doc"
    assert first["title"] == "'-title"
    assert first["text"] == 'te"x,t\nline'
    assert (first["passage"], first["rank"], first["dense_rank"], first["bm25_rank"]) == ("3", "1", "3", "")
    assert (first["year"], first["'=x"]) == ("1990", "'@a; b")
    assert second["year"] == ""
