"""All jobs the page has started, shared by its sessions."""

import shutil
import threading
import uuid
from pathlib import Path

import streamlit as st

from search_app.collections.names import check_name
from search_app.settings import read_settings
from ui.jobs.command_job import CommandJob, progress_path
from ui.jobs.upload import Upload, store_uploads

_KEPT = 20


class JobBoard:
    """Starts jobs and remembers them until they are dismissed. Thread-safe.

    Args:
        folder: Where jobs keep their files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._jobs: dict[str, CommandJob] = {}
        self._lock = threading.Lock()

    def jobs(self) -> dict[str, CommandJob]:
        """Return {id: job}, newest first."""
        with self._lock:
            return dict(reversed(self._jobs.items()))

    def ingest(self, collection: str, uploads: list[Upload]) -> str:
        """Ingest uploaded files into a collection; returns the job's id.

        Raises:
            BadInputError: When the name of the collection or an upload cannot be used.
        """
        check_name(collection)
        folder = self._new_folder()
        try:
            source = store_uploads(uploads, folder / "files")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        arguments = ["ingest", str(source), "--collection", collection, "--json"]
        arguments += ["--progress-file", str(progress_path(folder))]
        return self._add(CommandJob("ingest", collection, arguments, folder))

    def verify(self, collection: str) -> str:
        """Verify a collection; returns the job's id."""
        arguments = ["collections", "verify", check_name(collection), "--json"]
        return self._add(CommandJob("verify", collection, arguments, self._new_folder()))

    def dismiss(self, job_id: str) -> None:
        """Forget a job that has ended and delete its files."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is None or job.news().state == "running":
                return
            del self._jobs[job_id]
        shutil.rmtree(job.folder, ignore_errors=True)

    def close(self) -> None:
        """Delete the files of jobs that have ended; those that run go on."""
        for job_id in self.jobs():
            self.dismiss(job_id)

    def _add(self, job: CommandJob) -> str:
        with self._lock:
            self._jobs[job.folder.name] = job
            old = [name for name, kept in self._jobs.items() if kept.news().state != "running"][:-_KEPT]
        for job_id in old:
            self.dismiss(job_id)
        return job.folder.name

    def _new_folder(self) -> Path:
        folder = self._folder / uuid.uuid4().hex
        folder.mkdir(parents=True)
        return folder


@st.cache_resource(show_spinner=False, on_release=lambda board: board.close())
def job_board() -> JobBoard:
    """Return the process's board."""
    return JobBoard(read_settings().data_dir / "jobs")
