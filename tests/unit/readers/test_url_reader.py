"""Sources behind URLs and in archives: what comes is what is there, and what does not come is said."""

import http.server
import io
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
import pytest

from pipelines.readers import open_source
from pipelines.readers.reader import Located, Reader
from search_app.errors import BadInputError, NotFoundError, UnavailableError
from search_app.records import Reject


def _read(reader: Reader) -> tuple[dict[str, str], list[Reject]]:
    items = list(reader.read())
    documents = {item.document.id: item.document.text for item in items if isinstance(item, Located)}
    return documents, [item for item in items if isinstance(item, Reject)]


def _zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@contextmanager
def _served(answers: dict[str, object]) -> Iterator[str]:
    """A web server; an answer is bytes, a status, or what is done with the open request."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path.split("?")[0], 404)
            if callable(answer):
                answer(self)
            elif isinstance(answer, int):
                self.send_error(answer)
            else:
                assert isinstance(answer, bytes)
                self.send_response(200)
                kind = "text/html" if self.path.endswith("/") or "page" in self.path else "text/plain"
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(answer)

        do_HEAD = do_GET  # noqa: N815  # the library's name

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_zip_is_the_folder_that_it_holds(tmp_path):
    archive = _zip(
        tmp_path / "notes.zip",
        {
            "a.md": b"# Alpha\nturtles",
            "deep/b.txt": "Grüße".encode(),
            "deep/c.mp4": b"\0" * 9,
            ".git/x.txt": b"x",
        },
    )
    folder = tmp_path / "notes"
    zipfile.ZipFile(archive).extractall(folder)
    reader = open_source(str(archive))
    assert reader.source == str(archive.resolve())
    documents, rejects = _read(reader)
    assert (documents, rejects) == _read(open_source(str(folder)))
    assert set(documents) == {"a.md", "deep/b.txt"}
    assert {reject.group for reject in rejects} == {".mp4", "hidden"}
    assert reader.fraction == 1.0


def test_a_table_in_memory_is_read_as_on_disk():
    files = fsspec.filesystem("memory")
    files.pipe("/bucket/rows.csv", b"id;text\n007;first\n08;second\n")
    try:
        documents, rejects = _read(open_source("memory://bucket/rows.csv"))
    finally:
        files.rm("/bucket", recursive=True)
    assert documents == {"007": "first", "08": "second"}
    assert [reject for reject in rejects if reject.kind == "refused"] == []


def test_names_that_climb_out_of_an_archive_are_refused_and_the_rest_is_read(tmp_path):
    archive = _zip(
        tmp_path / "slip.zip",
        {
            "good.txt": b"good",
            "../evil.txt": b"x",
            "a/../../evil.txt": b"x",
            "c\\d.txt": b"x",
            "n" * 300 + ".txt": b"x",
        },
    )
    documents, rejects = _read(open_source(str(archive)))
    assert documents == {"good.txt": "good"}
    assert len(rejects) == 4
    assert all(reject.document_id is None and reject.kind == "refused" for reject in rejects)
    assert not (tmp_path / "evil.txt").exists()


def test_of_two_files_with_one_name_the_first_is_read_and_the_other_named(tmp_path):
    archive = _zip(tmp_path / "twice.zip", {"a.txt": b"plain", "b//a.txt": b"one", "b/a.txt": b"two"})
    documents, rejects = _read(open_source(str(archive)))
    assert documents["a.txt"] == "plain"
    assert documents["b/a.txt"] in ("one", "two")
    assert [(reject.kind, reject.document_id) for reject in rejects] == [("refused", None)]
    assert "as well" in rejects[0].reason


def test_an_entry_with_a_password_or_a_wrong_checksum_is_named(tmp_path):
    archive = _zip(
        tmp_path / "mixed.zip", {"good.txt": b"good", "locked.txt": b"secret", "torn.txt": b"torn" * 99}
    )
    raw = bytearray(archive.read_bytes())
    directory = raw.index(b"PK\1\2", raw.index(b"PK\1\2") + 1)
    raw[directory + 8] |= 1  # encrypted, says the directory
    header = raw.index(b"PK\3\4", raw.index(b"PK\3\4") + 1)
    raw[header + 6] |= 1
    third = raw.index(b"PK\1\2", directory + 1)
    (crc,) = struct.unpack_from("<I", raw, third + 16)
    struct.pack_into("<I", raw, third + 16, crc ^ 1)
    archive.write_bytes(raw)
    documents, rejects = _read(open_source(str(archive)))
    assert documents == {"good.txt": "good"}
    said = {reject.position: reject.reason for reject in rejects}
    assert "password" in said["locked.txt"]
    assert "CRC" in said["torn.txt"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    archive = _zip(tmp_path / "bomb.zip", {f"{n}.txt": b"\0" * 30_000_000 for n in range(4)})
    with pytest.raises(BadInputError, match="unpacks to"):
        _read(open_source(str(archive)))


def test_a_zip_that_is_none_is_said(tmp_path):
    (tmp_path / "no.zip").write_bytes(b"no archive")
    with pytest.raises(UnavailableError, match="not a zip"):
        open_source(str(tmp_path / "no.zip"))


def test_one_page_of_the_web_is_read_by_what_the_server_calls_it():
    with _served({"/page": b"<title>Trains</title><p>Steam and steel.</p>"}) as url:
        documents, _ = _read(open_source(f"{url}/page"))
    assert documents == {"page.html": "Steam and steel."}


def test_a_list_of_files_goes_on_where_one_of_them_fails():
    def torn(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"half")

    page = "".join(
        f'<a href="{name}">x</a>' for name in ("good%20one.txt", "gone.txt", "torn.txt", "busy.txt")
    )
    answers = {"/d/": page.encode(), "/d/good%20one.txt": b"good", "/d/torn.txt": torn, "/d/busy.txt": 503}
    with _served(answers) as url:
        documents, rejects = _read(open_source(f"{url}/d/"))
    assert documents == {"good one.txt": "good"}
    assert {reject.position for reject in rejects} == {"gone.txt", "torn.txt", "busy.txt"}
    assert all(reject.document_id is None for reject in rejects)


def test_a_data_set_without_its_corpus_is_not_taken_for_something_else():
    page = '<a href="corpus.jsonl">x</a><a href="readme.md">x</a>'
    answers = {"/d/": page.encode(), "/d/readme.md": b"# Read me\nplease"}
    with _served(answers) as url, pytest.raises(UnavailableError, match=r"corpus\.jsonl"):
        _read(open_source(f"{url}/d/"))


def test_what_does_not_answer_and_what_is_not_there_are_told_apart():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(UnavailableError, match="cannot be read"):
        open_source(f"http://127.0.0.1:{port}/x.md")
    with _served({}) as url, pytest.raises(NotFoundError, match="nothing at"):
        open_source(f"{url}/x.md")


def test_a_circle_of_redirects_ends():
    def again(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", "/x.md")
        request.send_header("Content-Length", "0")
        request.end_headers()

    with _served({"/x.md": again}) as url, pytest.raises(UnavailableError, match="redirects"):
        open_source(f"{url}/x.md")


def test_nothing_secret_is_said_or_kept():
    with _served({"/x.md": b"text", "/y.md": 403}) as url:
        signed = url.replace("http://", "http://me:hunter2@")
        reader = open_source(f"{signed}/x.md?token=hunter3")
        assert reader.source == f"{url}/x.md"
        documents, _ = _read(reader)
        with pytest.raises(UnavailableError) as refused:
            open_source(f"{signed}/y.md?token=hunter3")
    assert documents == {"x.md": "text"}
    assert "hunter" not in str(refused.value)


def test_a_missing_driver_names_what_to_install(monkeypatch):
    def missing(*_: object, **__: object) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.core.url_to_fs", missing)
    with pytest.raises(UnavailableError, match=r"search-app\[s3\]"):
        open_source("s3://bucket/x.md")


def test_an_unknown_protocol_lists_the_known():
    with pytest.raises(BadInputError, match=r"zip"):
        open_source("nowhere://x")


def test_the_copy_is_gone_afterwards(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("a.txt", "text")
    (tmp_path / "a.zip").write_bytes(archive.getvalue())
    _read(open_source(str(tmp_path / "a.zip")))
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
