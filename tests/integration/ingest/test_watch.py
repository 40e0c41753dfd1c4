"""`search-app ingest FOLDER --watch`: a collection follows a folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search_app.collections import Catalog

PATIENCE = 60.0


class Watching:
    """The command in a process of its own, what it says in a file."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self.folder, self.data = root / "folder", root / "data"
        self._environment, self._log = environment, root / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        command = [sys.executable, "-c", "from search_app.cli.main import main; main()", "ingest"]
        options = ["-c", "c", "--watch", "--watch-seconds", "0.2", *more]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, str(self.folder), *options],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> int:
        """SIGTERM: a shell's background jobs, tests among them, are born deaf to Ctrl-C."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def documents(self) -> int:
        catalog = Catalog(self.data)
        return catalog.current_generation("c").manifest.documents if catalog.exists("c") else 0

    def until(self, holds: Callable[[], bool]) -> None:
        assert self.process is not None
        end = time.monotonic() + PATIENCE
        while not holds():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.1)


@pytest.fixture
def watching(tmp_path, tiny_bundles) -> Iterator[Watching]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("SEARCH_APP", "QDRANT"))}
    bundles = {
        "SEARCH_APP_DATA_DIR": str(tmp_path / "data"),
        "SEARCH_APP_DENSE_BUNDLE": str(tiny_bundles.dense),
        "SEARCH_APP_SPARSE_BUNDLE": str(tiny_bundles.sparse),
        "SEARCH_APP_CROSS_ENCODER_BUNDLE": str(tiny_bundles.cross_encoder),
    }
    found = Watching(tmp_path, kept | bundles)
    found.folder.mkdir()
    yield found
    if found.process and found.process.poll() is None:
        found.process.kill()
        found.process.wait()


def test_what_comes_changes_and_goes_is_followed_and_a_folder_that_is_gone_deletes_nothing(watching):
    (watching.folder / "a.txt").write_text("turtles swim", encoding="utf-8")
    (watching.folder / "b.txt").write_text("trains roll", encoding="utf-8")
    watching.start()
    watching.until(lambda: watching.documents() == 2)

    # As editors save: a new file takes the name of the old one.
    (watching.folder / "a.txt~").write_text("turtles sleep", encoding="utf-8")
    (watching.folder / "a.txt~").rename(watching.folder / "a.txt")
    (watching.folder / "new").mkdir()
    (watching.folder / "new" / "c.txt").write_text("ships sail", encoding="utf-8")
    watching.until(lambda: watching.documents() == 3)
    (watching.folder / "b.txt").unlink()
    watching.until(lambda: watching.documents() == 2)

    shutil.move(watching.folder, watching.folder.with_name("away"))
    watching.until(lambda: "not there any more" in watching.said)
    assert watching.documents() == 2
    shutil.move(watching.folder.with_name("away"), watching.folder)
    (watching.folder / "d.txt").write_text("kites fly", encoding="utf-8")
    watching.until(lambda: watching.documents() == 3)

    assert watching.stop() == 0
    assert "stopped watching" in watching.said
    assert "Traceback" not in watching.said


def test_a_round_that_cannot_be_done_is_said_and_the_next_one_is(watching):
    watching.start()
    watching.until(
        lambda: "no usable document" in watching.said or "nothing that can be read" in watching.said
    )
    (watching.folder / "a.txt").write_text("turtles swim", encoding="utf-8")
    watching.until(lambda: watching.documents() == 1)
    assert watching.stop() == 0


def test_what_cannot_be_watched_is_refused(watching):
    watching.folder.rmdir()
    watching.folder.write_text("{}", encoding="utf-8")
    watching.start()
    assert watching.process is not None
    assert watching.process.wait(PATIENCE) == 2
    assert "a folder of this machine" in watching.said


def test_a_collection_of_another_source_is_not_emptied(watching):
    (watching.folder / "a.txt").write_text("turtles swim", encoding="utf-8")
    watching.start()
    watching.until(lambda: watching.documents() == 1)
    watching.stop()
    watching.folder = watching.folder.with_name("other")
    watching.folder.mkdir()
    (watching.folder / "b.txt").write_text("trains roll", encoding="utf-8")
    watching.start()
    assert watching.process is not None
    assert watching.process.wait(PATIENCE) == 8
    assert watching.documents() == 1
