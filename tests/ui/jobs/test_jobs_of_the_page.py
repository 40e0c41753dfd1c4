"""Jobs the page starts: real processes with the tiny models."""

import json
import time
from pathlib import Path

import pytest
from fixtures.page_collections import PageData
from fixtures.shown import shown

from search_app.errors import BadInputError
from search_app.records.job_progress import JobProgress
from ui.jobs.command_job import JobNews
from ui.jobs.job_board import JobBoard
from ui.jobs.job_card import job_card


class Upload:
    def __init__(self, name: str, data: bytes) -> None:
        self.name, self._data = name, data
        self.size = len(data)

    def getbuffer(self) -> memoryview:
        return memoryview(self._data)


@pytest.fixture
def board(page_data: PageData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JobBoard:
    for name, value in {**page_data.environment, "SEARCH_APP_DATA_DIR": str(tmp_path / "data")}.items():
        monkeypatch.setenv(name, value)
    return JobBoard(tmp_path / "data" / "jobs")


def _end(board: JobBoard, job_id: str) -> JobNews:
    assert board.jobs()[job_id].wait(60)
    return board.jobs()[job_id].news()


def test_files_are_ingested_and_verified_and_forgotten(board: JobBoard, tmp_path: Path) -> None:
    uploads = [Upload("cat.md", b"# The cat\n\nA small cat."), Upload("bad.txt", bytes(range(256)))]
    job_id = board.ingest("new", uploads)  # type: ignore[arg-type]
    news = _end(board, job_id)
    assert news.state == "done"
    assert news.outcome is not None
    assert (news.outcome["documents"], news.outcome["rejects"]) == (1, 1)
    ((where, why),) = news.rejects
    assert where == "bad.txt"
    assert "not text" in why
    assert news.progress.passages == 1
    folder = board.jobs()[job_id].folder
    assert not (folder / "files").exists()
    verified = _end(board, board.verify("new"))
    assert verified.outcome is not None
    assert verified.outcome["clean"] is True
    assert "All lanes hold the same 1 documents" in shown(job_card("verify", "new", verified)).text
    for name in board.jobs():
        board.dismiss(name)
    assert not board.jobs()
    assert not folder.exists()


def test_a_job_that_fails_says_why_in_a_sentence(board: JobBoard) -> None:
    news = _end(board, board.verify("nothing"))
    assert news.state == "failed"
    assert news.problem.startswith("no collection 'nothing'")
    card = shown(job_card("verify", "nothing", news))
    assert card.one("section").attributes["role"] == "alert"
    assert "No collection 'nothing'" in card.text


def test_a_cancelled_job_publishes_nothing(board: JobBoard, tmp_path: Path) -> None:
    lines = "".join(json.dumps({"_id": str(n), "text": f"cat {n} " * 50}) + "\n" for n in range(5000))
    job_id = board.ingest("large", [Upload("many.jsonl", lines.encode())])  # type: ignore[arg-type]
    job = board.jobs()[job_id]
    until = time.monotonic() + 60
    while not job.progress_file.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert job.news().state == "running"
    board.dismiss(job_id)
    assert job_id in board.jobs()
    job.cancel()
    assert _end(board, job_id).state == "cancelled"
    assert not (tmp_path / "data" / "collections" / "large" / "CURRENT").exists()


def test_a_bad_name_or_file_starts_nothing(board: JobBoard) -> None:
    with pytest.raises(BadInputError):
        board.ingest("../up", [Upload("a.txt", b"")])  # type: ignore[list-item]
    with pytest.raises(BadInputError):
        board.ingest("fine", [Upload("a.exe", b"")])  # type: ignore[list-item]
    assert not board.jobs()


def test_progress_is_told_in_words() -> None:
    told = JobProgress("encode", documents=12, passages=1, fraction=0.25, rate=53.2, eta_seconds=90.0)
    news = JobNews("running", told, 30.0)
    card = shown(job_card("ingest", "notes", news))
    words = card.all("p")[0].text
    assert (
        words
        == "reading, encoding and writing · 12 documents · 1 passage · 53 passages/s · about 90.0 s left"
    )
    assert card.one("span", "bar").attributes["style"] == "--share:0.2500"


def test_faults_are_listed() -> None:
    outcome = {
        "clean": False,
        "documents": 3,
        "passages": 4,
        "findings": [{"kind": "missing", "place": "lucene", "count": 2}],
    }
    card = shown(job_card("verify", "notes", JobNews("done", outcome=outcome)))
    assert "missing in lucene: 2" in card.text
    assert "error" in card.one("section").classes
