"""`search-app serve` is one process: signals reach the page, nothing outlives it, no stray module runs."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

SHADOWS = ("ui.py", "numpy.py", "streamlit.py", "search_app.py", "pipelines/__init__.py")


@pytest.fixture
def littered(tmp_path: Path) -> Path:
    """A folder whose files have the names of packages and tell when they are imported."""
    folder = tmp_path / "littered"
    for name in SHADOWS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(
            f"open({str(tmp_path / 'imported')!r}, 'a').write(__name__)\nraise SystemExit\n"
        )
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:  # noqa: S310
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_ends_the_page(command_line, littered, tmp_path, sent):
    port = free_port()
    code = (
        "import signal, sys; sys.path.remove(''); signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from search_app.cli.entry import main; main()"
    )
    command = [sys.executable, "-c", code, "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=command_line.environment, cwd=littered, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 90
        while not healthy(port) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        assert healthy(port)
        assert children(process.pid) == []
        process.send_signal(sent)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == (-signal.SIGKILL if sent == signal.SIGKILL else 0)
    assert not healthy(port)
    assert b"Traceback" not in errors
    assert not (tmp_path / "imported").exists()


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_our_own_processes_import_nothing_from_the_current_folder(littered, tmp_path, monkeypatch):
    from search_app.child_python import IMPORT_ROOT, module_command, module_environment

    monkeypatch.chdir(littered)
    monkeypatch.syspath_prepend(str(littered))
    monkeypatch.setattr("sys.path", [str(littered), "", *sys.path[1:]])
    environment = module_environment()
    assert str(littered) not in environment["PYTHONPATH"].split(os.pathsep)
    program = "import json, ui, numpy, streamlit, pipelines; print(ui.__file__)"
    for command in (module_command("search_app.cli.main", "--version"), [sys.executable, "-c", program]):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(IMPORT_ROOT)
    assert not (tmp_path / "imported").exists()


def test_every_python_of_ours_is_started_that_way():
    root = Path(__file__).resolve().parents[3]
    files = [path for package in ("search_app", "pipelines", "ui") for path in (root / package).rglob("*.py")]
    found = {str(path.relative_to(root)) for path in files if "[sys.executable" in path.read_text()}
    # The parsers' process has an environment of its own, without our keys, and its own -P.
    assert found == {"search_app/child_python.py", "search_app/parsing/confined.py"}


def test_rays_workers_import_nothing_from_the_current_folder(command_line, littered, tmp_path, corpus):
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'search-app[ray]'")
    (littered / "documents.jsonl").write_bytes(corpus.read_bytes())
    code = "import sys; sys.path.remove(''); from search_app.cli.entry import main; main()"
    job = ["ingest", "documents.jsonl", "--collection", "tiny", "--engine", "ray", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *job],
        env=command_line.environment | {"SEARCH_APP_DATA_DIR": "data"},
        cwd=littered,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert not (tmp_path / "imported").exists()
