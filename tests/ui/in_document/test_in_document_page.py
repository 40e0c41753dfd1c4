"""The in-document page, with the real parsers and the tiny cross-encoder."""

from pathlib import Path

import pytest
from fixtures.app_pages import open_page, page_of
from fixtures.page_collections import LONG
from fixtures.shown import shown
from streamlit.testing.v1 import AppTest

from search_app.errors import BadInputError
from search_app.in_document import InDocumentHit
from search_app.records import Document, Passage
from ui.hit.document_text import WHOLE, WINDOW, MarkedPassage, document_card
from ui.in_document.in_document_hits import hit_list, hit_marks
from ui.in_document.page import read_upload

pytestmark = pytest.mark.usefixtures("pages")
NOTES = "# Kitchen\n\nA recipe to cook bread.\n\n" + "Wash and wait. " * 300 + "\n\nThe dog is on the road.\n"


def _open(**params: str) -> AppTest:
    return open_page("in-document", **params)


def _upload(app: AppTest, name: str, data: bytes) -> AppTest:
    return app.file_uploader[0].set_value((name, data, "text/plain")).run()


def test_without_a_document_the_page_asks_for_one() -> None:
    assert "Choose a file" in page_of(_open()).one("p", "invitation").text


def test_the_best_passages_are_listed_and_marked_in_place() -> None:
    app = _upload(_open(), "notes.md", NOTES.encode())
    assert page_of(app).one("article").one("h2").text == "Kitchen"
    assert not page_of(app).all("ul", "hits")
    app.text_input(key="in-document-q").set_value("where is the dog").run()
    page = page_of(app)
    jumps = page.one("ul", "hits").all("button", "jump")
    marks = page.all("mark", "here")
    assert 1 < len(jumps) == len(marks) <= 5
    assert {jump.attributes["data-goto"] for jump in jumps} == {mark.attributes["id"] for mark in marks}
    whole = page.one("div", "full").text
    labels = [label.text for label in page.all("span", "here-label")]
    for label in labels:
        whole = whole.replace(label, "", 1)
    assert whole == NOTES.strip() or whole == NOTES
    assert app.query_params["q"] == "where is the dog"


def test_another_document_starts_anew() -> None:
    app = _upload(_open(), "notes.txt", b"The dog is on the road.")
    (again,) = [button for button in app.button if button.label == "Another document"]
    again.click().run()
    assert not page_of(app).all("article")
    assert app.file_uploader


def test_what_was_guessed_about_a_file_is_said() -> None:
    app = _upload(_open(), "notes.txt", b"The caf\xe9 is on the road.")
    assert "read as windows-1252; a guess" in page_of(app).one("section", "warning").text
    app.text_input(key="in-document-q").set_value("where").run()
    assert "windows-1252" in page_of(app).one("section", "warning").text


def test_a_document_of_a_collection_is_opened_by_its_link() -> None:
    app = _open(q="the puppy reads a file", collection="kitchen", doc="long")
    page = page_of(app)
    assert page.one("h2").text == "A long walk"
    assert len(page.all("mark", "here")) == 5
    assert app.query_params["doc"] == "long"
    missing = page_of(_open(collection="kitchen", doc="nothing"))
    assert "No document 'nothing'" in missing.one("section", "error").text


@pytest.mark.parametrize(
    ("name", "data"),
    [("bad.txt", b"\xff\xfe\x00"), ("fake.pdf", b"no pdf at all"), ("fake.docx", b"PK\x03\x04rest")],
)
def test_a_file_that_cannot_be_read_is_one_sentence(name: str, data: bytes) -> None:
    message = page_of(_upload(_open(), name, data)).one("section", "error")
    assert message.one("h2").text == "This document cannot be searched"
    assert "Traceback" not in message.text


class File:
    def __init__(self, name: str, data: bytes) -> None:
        self.name, self._data, self.size = name, data, len(data)

    def getbuffer(self) -> memoryview:
        return memoryview(self._data)


def test_html_loses_its_markup_and_a_file_without_a_title_keeps_its_name() -> None:
    document, notes = read_upload(
        File("Page.HTML", b"<title>T</title><p>one<script>x()</script></p><p>two</p>")
    )  # type: ignore[arg-type]
    assert (document.id, document.title) == ("Page.HTML", "T")
    assert (document.text.split(), notes) == (["one", "two"], ())
    assert read_upload(File("my notes.txt", b"text"))[0].title == "my notes.txt"  # type: ignore[arg-type]
    with pytest.raises(BadInputError, match="program.exe"):
        read_upload(File("program.exe", b""))  # type: ignore[arg-type]


def test_nothing_is_left_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_upload(File("a.txt", b"text"))  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_a_long_document_shows_what_is_around_its_marks() -> None:
    text = "x" * (WHOLE + 3 * WINDOW)
    far = len(text) - 100
    card = document_card(Document("d", "t", text), [MarkedPassage(5, 10), MarkedPassage(far, far + 9)])
    page = shown(card)
    stretches = [stretch.text for stretch in page.all("div", "full")]
    assert [len(stretch) for stretch in stretches] == [10 + WINDOW, WINDOW + 100]
    assert [mark.text for mark in page.all("mark")] == ["x" * 5, "x" * 9]
    assert len(page.all("p", "invitation")) == 1


def test_marks_stand_in_the_order_of_the_text_and_the_list_in_that_of_the_scores() -> None:
    hits = tuple(
        InDocumentHit(Passage("d", 0, start, start + 4, LONG[start : start + 4]), 9.0 - rank, rank)
        for rank, start in enumerate((40, 0, 20), start=1)
    )
    assert [(mark.start, mark.label, mark.level) for mark in hit_marks(hits)] == [
        (0, "#2", 3),
        (20, "#3", 2),
        (40, "#1", 4),
    ]
    assert [rank.text for rank in shown(hit_list(hits)).all("span", "rank")] == ["1", "2", "3"]
