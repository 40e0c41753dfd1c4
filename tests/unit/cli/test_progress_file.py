"""The progress file tells other programs what the bar tells people."""

import json

import pytest

from pipelines.cli.progress_file import ProgressFile
from pipelines.ingest.progress import Counts, SilentProgress
from search_app.errors import BadInputError, UnavailableError
from search_app.records.job_progress import JobProgress

FIELDS = {"stage", "documents", "passages", "skipped", "deleted", "rejects", "fraction", "rate"}
FIELDS |= {"eta_seconds", "seconds", "message", "updated", "pid"}


def read(path):
    return json.loads(path.read_text())


def test_every_stage_is_told_and_counts_about_once_a_second(tmp_path, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    path = tmp_path / "progress.json"
    with ProgressFile(path, SilentProgress()) as progress:
        assert (read(path)["stage"], read(path)["eta_seconds"]) == ("start", None)
        progress.phase("encode")
        assert set(read(path)) == FIELDS
        now[0] += 0.5
        progress.advanced(Counts(documents=2, encoded=5), 0.1)
        assert read(path)["documents"] == 0
        now[0] += 1.5
        progress.advanced(Counts(documents=4, encoded=10, rejects=1), 0.25)
        told = read(path)
        assert (told["documents"], told["passages"], told["rejects"]) == (4, 10, 1)
        assert (told["rate"], told["eta_seconds"], told["seconds"]) == (5.0, 6.0, 2.0)
        progress.note("Resuming.")
        assert read(path)["message"] == "Resuming."
    assert (read(path)["stage"], read(path)["eta_seconds"]) == ("done", 0.0)
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_job_says_why(tmp_path):
    path = tmp_path / "progress.json"
    with pytest.raises(UnavailableError), ProgressFile(path, SilentProgress()):
        raise UnavailableError("the disk is full")
    assert (read(path)["stage"], read(path)["message"]) == ("failed", "the disk is full.")


def test_a_path_that_cannot_be_written_is_refused_at_once(tmp_path):
    with (
        pytest.raises(BadInputError, match="--progress-file"),
        ProgressFile(tmp_path / "no" / "p", SilentProgress()),
    ):
        pass


def test_a_job_goes_on_when_the_file_can_no_longer_be_written(tmp_path):
    folder = tmp_path / "f"
    folder.mkdir()
    with ProgressFile(folder / "p", SilentProgress()) as progress:
        (folder / "p").unlink()
        folder.rmdir()
        progress.phase("encode")


def test_the_page_reads_the_record_that_the_job_writes(tmp_path):
    path = tmp_path / "progress.json"
    with ProgressFile(path, SilentProgress()) as progress:
        progress.phase("publish")
        told = JobProgress.from_text(path.read_text())
        assert (told.stage, told.to_json()) == ("publish", read(path))


@pytest.mark.parametrize("text", ["", "{", "[1]", "null"])
def test_what_is_no_record_tells_nothing(text):
    assert JobProgress.from_text(text) == JobProgress()


def test_names_of_another_version_are_left_out():
    assert JobProgress.from_text('{"stage": "encode", "colour": 1}') == JobProgress("encode")
