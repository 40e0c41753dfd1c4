import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "deploy" / "wait_for_qdrant.py"


class Handler(BaseHTTPRequestHandler):
    asked: list[str] = []
    refusals = 2

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(503 if len(self.asked) <= self.refusals else 200)
        self.end_headers()

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def server():
    Handler.asked = []
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def start(*command, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QDRANT")}
    return subprocess.run(
        [sys.executable, str(SCRIPT), *command], env=kept | environment, capture_output=True, text=True
    )


ECHO = (sys.executable, "-c", "print('started')")


def test_the_command_starts_once_the_server_is_ready(server):
    done = start(*ECHO, QDRANT_URL=server + "/")
    assert (done.returncode, done.stdout) == (0, "started\n")
    assert Handler.asked == ["/readyz"] * 3


def test_without_a_server_there_is_nothing_to_wait_for():
    assert start(*ECHO).stdout == "started\n"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "file:///etc/passwd"])
def test_it_gives_up_with_one_line(url):
    done = start(*ECHO, QDRANT_URL=url, QDRANT_WAIT_SECONDS="0")
    assert done.returncode == 7
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


def test_the_command_s_own_status_is_kept():
    assert start(sys.executable, "-c", "raise SystemExit(3)").returncode == 3
    assert start().returncode == 2
