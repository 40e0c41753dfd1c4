"""The compare page, with the real service on tiny collections."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.app_pages import open_page, page_of
from fixtures.page_collections import PageData
from fixtures.shown import Element, shown
from streamlit.testing.v1 import AppTest

from search_app.records import Passage
from ui.compare.columns import COLOURS, Column, columns
from ui.markup.html import element

pytestmark = pytest.mark.usefixtures("pages")


def _open(**params: str) -> AppTest:
    return open_page("compare", **params)


def _names(page: Element) -> list[str]:
    return [name.text for name in page.all("div", "column-name")]


def _entries(page: Element, column: int) -> list[str]:
    return [entry.text for entry in page.all("section", "column")[column].all("bdi", "entry-title")]


def test_an_empty_box_invites() -> None:
    page = page_of(_open())
    assert "See where each result stands" in page.one("p", "invitation").text


def test_every_stage_is_a_column() -> None:
    app = _open(q="cook bread with salt")
    page = page_of(app)
    assert _names(page) == ["Dense", "Sparse", "BM25", "Feedback", "Fused", "Final"]
    assert "Bread recipe" in _entries(page, 5)
    assert len(page.all("div", "lines")) == 5
    assert app.query_params["q"] == "cook bread with salt"


def test_lists_are_those_of_the_search_page() -> None:
    text = "the animal on the road"
    searched = [heading.text for heading in page_of(open_page("", q=text)).all("h3")]
    assert _entries(page_of(_open(q=text)), 5) == searched


def test_a_filter_narrows_every_column() -> None:
    page = page_of(_open(q="the animal on the road", where='{"kind":["animal"]}'))
    for column in range(6):
        assert set(_entries(page, column)) <= {"The cat", "Horse and dog"}


def test_two_profiles_and_two_collections(
    set_up: Callable[..., None], page_data: PageData, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(page_data.data_dir, data)
    shutil.copytree(data / "collections" / "kitchen", data / "collections" / "twin")
    (data / "profiles").mkdir()
    (data / "profiles" / "words.toml").write_text('lanes = ["bm25"]\nrerank_depth = 0\n', encoding="utf-8")
    set_up(data_dir=str(data))
    app = _open(q="bread")
    app.selectbox(key="compare-against").set_value("profile:words").run()
    page = page_of(app)
    assert _names(page) == ["kitchen · profile default", "kitchen · profile words"]
    assert _entries(page, 1) == ["Bread recipe"]
    assert app.query_params["with"] == "profile:words"
    page = page_of(_open(q="bread", **{"with": "collection:twin"}))
    assert _names(page) == ["kitchen · profile default", "twin · profile default"]
    assert _entries(page, 0) == _entries(page, 1)
    assert page.all("p", "invitation")[0].text.endswith("0 only left, 0 only right.")
    assert {move.text for move in page.all("span", "move")} == {"="}


def test_what_cannot_be_compared_with_is_left_out() -> None:
    app = _open(q="bread", k="77", **{"with": "profile:<b>"})
    assert app.selectbox(key="compare-against").value == ""
    assert _names(page_of(app))[0] == "Dense"


def test_an_overlong_query_is_refused_in_one_sentence() -> None:
    assert "10,001 characters" in page_of(_open(q="a" * 10_001)).one("section", "error").text


def _column(*names: str) -> Column:
    return Column(element("span", "list"), tuple((Passage(name, 0, 0, 4, "text"), 1.0) for name in names))


def test_moves_and_lines_lead_from_rank_to_rank() -> None:
    root = shown(columns([_column("a", "b", "c"), _column("b", "a", "d", "c")]))
    moves = [move.text for move in root.all("section", "column")[1].all("span", "move")]
    assert moves == ["▲1", "▼1", "new", "▼1"]
    lines = {line.attributes["style"]: line.classes[1] for line in root.all("span", "line")}
    assert lines == {
        "--from:0.0000;--to:1.0000": "falls",
        "--from:1.0000;--to:0.0000": "rises",
        "--from:2.0000;--to:3.0000": "falls",
    }


def test_a_document_has_one_colour_in_all_columns() -> None:
    names = [f"d{number}" for number in range(COLOURS + 2)]
    root = shown(columns([_column(*reversed(names)), _column(*names)]))
    left, right = root.all("section", "column")
    colours = {entry.one("bdi").text: entry.classes[1] for entry in right.all("li")}
    assert colours["d0"] == "doc-0"
    assert colours[names[-1]] == "doc-other"
    assert {entry.one("bdi").text: entry.classes[1] for entry in left.all("li")} == colours
