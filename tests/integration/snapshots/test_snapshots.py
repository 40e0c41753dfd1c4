"""A collection as one file: whole or refused, into either engine."""

import io
import json
import shutil
import tarfile
from contextlib import closing

import pytest
from fixtures.command import Command
from fixtures.ingest_run import Workbench, documents, load_tiny
from qdrant_client import QdrantClient

from pipelines.snapshots import restore_snapshot, write_snapshot
from pipelines.snapshots import write as writing_module
from search_app.collections import Catalog
from search_app.collections.verify import verify
from search_app.errors import BadInputError, CorruptError, NotFoundError, UnavailableError
from search_app.lucene.searcher import LuceneSearcher
from search_app.stores import server_connection
from search_app.stores.edge_host import EdgeHost
from search_app.stores.server_host import ServerHost

EDGE = EdgeHost()


@pytest.fixture(scope="module")
def models(tiny_bundles):
    return load_tiny(tiny_bundles)


@pytest.fixture(scope="module")
def bench(models, tmp_path_factory):
    """Read-only for tests: a published collection and its snapshot."""
    bench = Workbench(tmp_path_factory.mktemp("bench"), models)
    entries = documents(12)
    entries[2]["text"] = "the horse and the river. " * 10
    bench.ingest(entries, quantization="scalar")
    bench.archive = bench.folder / "c.tar.gz"
    write_snapshot("c", bench.archive, data_dir=bench.data_dir, host=EDGE)
    return bench


@pytest.fixture
def other(tmp_path, models):
    (tmp_path / "other").mkdir()
    return Workbench(tmp_path / "other", models, name="d")


def test_a_restored_collection_holds_the_same_and_goes_on(bench, other, tiny_bundles, monkeypatch):
    done = Command(monkeypatch, other.data_dir, tiny_bundles)(
        "collections", "restore", str(bench.archive), "--name", "d", "--json"
    )
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["documents"] == 12
    assert other.contents() == bench.contents()
    assert other.generation.manifest.store == bench.generation.manifest.store
    assert other.generation.id != bench.generation.id
    shutil.copyfile(bench.source, other.source)
    assert other.ingest().encoded == 0, "the ledger came along"
    assert other.ingest(documents(13)).documents == 13


def test_the_command_names_the_file_and_replaces_only_when_told(bench, tiny_bundles, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    command = Command(monkeypatch, bench.data_dir, tiny_bundles)
    told = json.loads(command("collections", "snapshot", "c", "--json").stdout)
    (file,) = tmp_path.iterdir()
    assert (told["file"], told["bytes"]) == (file.name, file.stat().st_size)
    assert file.name == f"c-{bench.generation.id}.snapshot.tar.gz"
    again = command("collections", "snapshot", "c")
    assert (again.exit_code, "--force" in again.stderr) == (2, True)
    assert command("collections", "snapshot", "c", "--force").exit_code == 0
    assert command("collections", "snapshot", "none").exit_code == 3
    refused = command("collections", "restore", str(file), "--name", "c")
    assert (refused.exit_code, "--replace" in refused.stderr) == (2, True)


def test_a_replaced_collection_stays_as_the_generation_before(bench, other):
    other.ingest(documents(3))
    before = other.generation.id
    restore_snapshot(bench.archive, "d", data_dir=other.data_dir, host=EDGE, replace_current=True)
    assert other.generation.manifest.previous == before
    assert other.contents() == bench.contents()


def test_between_the_engines(bench, other, monkeypatch):
    client = QdrantClient(":memory:")
    server = ServerHost("http://local")

    class Kept:
        def __getattr__(self, name):
            return (lambda: None) if name == "close" else getattr(client, name)

    monkeypatch.setattr(server_connection, "connect", lambda *_, **__: Kept())
    with closing(client):
        generation = restore_snapshot(bench.archive, "d", data_dir=other.data_dir, host=server)
        assert generation.manifest.store.kind == "server"
        assert not generation.vectors_path.exists()
        with (
            closing(generation.open_vectors(server)) as store,
            closing(LuceneSearcher(generation.lucene_path)) as searcher,
        ):
            assert verify(generation, store, searcher).clean
        back = other.folder / "back.tar.gz"
        write_snapshot("d", back, data_dir=other.data_dir, host=server)
    assert sorted(path.name for path in other.folder.iterdir()) == ["back.tar.gz", "data"]
    other.name = "e"
    restore_snapshot(back, "e", data_dir=other.data_dir, host=EDGE)
    assert other.contents() == bench.contents()


def test_a_file_cut_short_or_altered_anywhere_is_refused_and_leaves_nothing(bench, other):
    whole = bench.archive.read_bytes()
    damaged = other.folder / "damaged"
    cuts = [whole[: len(whole) * share // 10] for share in range(10)]
    flips = [
        whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        for at in range(40, len(whole), len(whole) // 8)
    ]
    for content in [*cuts, *flips]:
        damaged.write_bytes(content)
        with pytest.raises(CorruptError):
            restore_snapshot(damaged, "d", data_dir=other.data_dir, host=EDGE)
    assert not (other.data_dir / "collections" / "d").exists()


def repacked(bench, path, change):
    """The archive with its members as `change` makes them: (member, content) pairs."""
    with tarfile.open(bench.archive) as tar:
        members = [(member, tar.extractfile(member).read()) for member in tar]
    with tarfile.open(path, "w:gz") as tar:
        for member, content in change(members):
            member.size = len(content) if member.isreg() else 0
            tar.addfile(member, io.BytesIO(content) if member.isreg() else None)
    return path


def odd(name, kind=tarfile.REGTYPE, target=""):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member, b"content"


@pytest.mark.parametrize(
    "member",
    [
        odd("../escaped"),
        odd("/escaped"),
        odd("lucene/../../escaped"),
        odd("vectors/./x"),
        odd("staging.json"),
        odd("lucene/link", tarfile.SYMTYPE, "/etc/passwd"),
        odd("vectors/hard", tarfile.LNKTYPE, "manifest.json"),
        odd("vectors/pipe", tarfile.FIFOTYPE),
        odd("lucene/extra"),
        odd("manifest.json"),
    ],
    ids=lambda member: f"{member[0].name}:{member[0].type.decode()}",
)
def test_what_no_snapshot_holds_is_refused(bench, other, member):
    path = repacked(bench, other.folder / "odd", lambda members: [*members[:3], member, *members[3:]])
    with pytest.raises(CorruptError, match="cannot be restored"):
        restore_snapshot(path, "d", data_dir=other.data_dir, host=EDGE)
    assert sorted(entry.name for entry in other.folder.rglob("*")) == ["collections", "data", "odd"]


def test_a_listed_file_that_is_missing_is_named(bench, other):
    path = repacked(
        bench, other.folder / "less", lambda members: [m for m in members if m[0].name != "ledger.sqlite"]
    )
    with pytest.raises(CorruptError, match=r"ledger\.sqlite"):
        restore_snapshot(path, "d", data_dir=other.data_dir, host=EDGE)


def test_mistakes(bench, other, monkeypatch):
    with pytest.raises(NotFoundError, match="no file"):
        restore_snapshot(other.folder / "none", "d", data_dir=other.data_dir, host=EDGE)
    with pytest.raises(BadInputError, match="collection name"):
        restore_snapshot(bench.archive, "../d", data_dir=other.data_dir, host=EDGE)
    with pytest.raises(BadInputError, match="no folder"):
        write_snapshot("c", other.folder / "no" / "f", data_dir=bench.data_dir, host=EDGE)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing_module, "_add_text", full)
    with pytest.raises(UnavailableError, match="No space left"):
        write_snapshot("c", other.folder / "f", data_dir=bench.data_dir, host=EDGE)
    assert list(other.folder.iterdir()) == []
    assert Catalog(bench.data_dir).names() == ["c"]
