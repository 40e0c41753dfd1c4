"""Against a small HTTP server that answers as Qdrant would; no gRPC, because its port is not 6333."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search_app.errors import BadInputError, UnavailableError
from search_app.stores.server_connection import connect, place, server_version

KEY = "very-secret"


class Handler(BaseHTTPRequestHandler):
    version = "1.20.0"

    def do_GET(self):
        allowed = self.path == "/" or self.headers.get("api-key") == KEY
        body = {"title": "qdrant", "version": self.version, "result": {"collections": []}}
        content = json.dumps(body if allowed else {"status": {"error": "Forbidden"}}).encode()
        self.send_response(200 if allowed else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def url(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_version_is_told(url):
    assert server_version(url, KEY) == "1.20.0"


@pytest.mark.parametrize("key", [None, "wrong"])
def test_a_wrong_key_is_named_and_not_shown(url, key):
    with pytest.raises(UnavailableError, match=r"refused the API key.*QDRANT_API_KEY") as raised:
        connect(url, key)
    assert "wrong" not in str(raised.value)


@pytest.mark.parametrize(
    ("version", "fits"), [("1.19.3", True), ("1.21.0", True), ("1.18.0", False), ("2.0.0", False)]
)
def test_neighbouring_minor_versions_fit(url, monkeypatch, version, fits):
    monkeypatch.setattr(Handler, "version", version)
    if fits:
        connect(url, KEY).close()
        return
    with pytest.raises(UnavailableError, match=rf"{version}.*expected 1\.20"):
        connect(url, KEY)


def test_nobody_there_is_said_with_what_to_do():
    with pytest.raises(UnavailableError, match=r"cannot be reached.*docker compose"):
        connect("http://127.0.0.1:1", timeout=2)


@pytest.mark.parametrize("address", ["", "localhost:6333", "ftp://x", "http://", "http://h:port"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(BadInputError, match="QDRANT_URL"):
        connect(address)


def test_messages_hold_no_password():
    assert place("https://user:secret@host:6333/x", "c") == "collection 'c' of Qdrant at https://host:6333"
