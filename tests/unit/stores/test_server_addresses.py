"""Addresses and keys that cannot work: one sentence each, and nothing from the libraries below."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import grpc
import pytest

from search_app.errors import BadInputError, UnavailableError
from search_app.stores.server_connection import connect


class _Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>a page</html>")

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def http_port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def grpc_port():
    server = grpc.server(ThreadPoolExecutor(2))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield port
    server.stop(None).wait()


def test_https_to_a_plain_port_is_said(http_port):
    with pytest.raises(UnavailableError, match=r"answers plain http.*http:// in QDRANT_URL") as raised:
        connect(f"https://127.0.0.1:{http_port}")
    assert "SSL" not in str(raised.value)


def test_https_to_a_plain_port_over_grpc_is_said_the_same(http_port, grpc_port):
    with pytest.raises(UnavailableError, match=r"answers plain http"):
        connect(f"https://127.0.0.1:{http_port}", grpc_port=grpc_port, timeout=3)


def test_the_grpc_port_as_address_is_said(grpc_port):
    with pytest.raises(UnavailableError, match=r"answers gRPC, not REST.*6333"):
        connect(f"http://127.0.0.1:{grpc_port}")


def test_a_web_server_that_is_no_qdrant_is_said(http_port):
    with pytest.raises(UnavailableError, match="not as Qdrant does"):
        connect(f"http://127.0.0.1:{http_port}")


@pytest.mark.parametrize("key", ["se\ncret", "se\x00cret", "sécret"])
def test_a_key_that_no_header_carries_is_refused_and_not_shown(http_port, key):
    with pytest.raises(BadInputError, match="QDRANT_API_KEY") as raised:
        connect(f"http://127.0.0.1:{http_port}", key)
    assert "cret" not in str(raised.value)


def test_grpc_logs_nothing_of_its_own(http_port, grpc_port):
    code = (
        "from search_app.errors import UnavailableError\n"
        "from search_app.stores.server_connection import connect\n"
        f"try: connect('https://127.0.0.1:{http_port}', grpc_port={grpc_port}, timeout=3)\n"
        "except UnavailableError as error: print(error)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "GRPC_VERBOSITY"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert "plain http" in done.stdout
    assert done.stderr == ""


@pytest.mark.skipif(not os.environ.get("QDRANT_URL"), reason="no Qdrant server: set QDRANT_URL")
class TestRealServer:
    def test_a_key_with_a_line_end_is_as_good_as_without(self):
        key = os.environ.get("QDRANT_API_KEY", "")
        connect(os.environ["QDRANT_URL"], key + "\n").close()

    @pytest.mark.skipif(
        not os.environ.get("QDRANT_URL", "").startswith("http://"), reason="the server has TLS"
    )
    def test_https_to_the_plain_port_is_said(self):
        with pytest.raises(UnavailableError, match="answers plain http"):
            connect(os.environ["QDRANT_URL"].replace("http://", "https://"), timeout=3)
