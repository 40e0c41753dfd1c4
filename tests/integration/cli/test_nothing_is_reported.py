"""A search and an ingest write only where they are told to, and talk to nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from search_app.telemetry import OFF

GUARDED = """
import socket, sys

def refuse(*given, **named):
    print("outside:", given[:2], file=sys.stderr)
    raise OSError("no network here")

def connect(self, address):
    if self.family != socket.AF_UNIX:
        refuse(address)
    return plain(self, address)

plain = socket.socket.connect
socket.socket.connect = connect
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse

from search_app.cli.entry import main
main()
"""


@pytest.mark.parametrize("package", ["search_app", "pipelines", "benchmarks"])
def test_what_reports_is_off_before_it_can_be_loaded(package, monkeypatch):
    for name in OFF:
        monkeypatch.delenv(name, raising=False)
    code = f"import os, sys, {package}; print([os.environ.get(name) for name in {list(OFF)}], *sys.modules)"
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.startswith(str(list(OFF.values())))
    assert not {"onnxruntime", "grpc", "ray", "huggingface_hub"} & set(done.stdout.split())


def test_a_value_that_is_set_stays():
    code = "import os, search_app; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    command = ["/usr/bin/env", "ORT_DISABLE_TELEMETRY=0", sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "0\n"


def test_nothing_is_written_elsewhere_and_nobody_is_called(command_line, corpus, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    own = {"HOME": str(home), "TMPDIR": str(tmp_path)}
    environment = {
        name: value
        for name, value in command_line.environment.items()
        if not name.startswith("XDG_") and name not in OFF
    }
    for arguments in (
        ["ingest", str(corpus), "--collection", "tiny"],
        ["search", "cat", "--collection", "tiny"],
        ["why", "cat", "--doc", "code", "--collection", "tiny"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", GUARDED, *arguments],
            env=environment | own,
            cwd=home,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert "outside:" not in done.stderr
    assert list(home.rglob("*")) == []
