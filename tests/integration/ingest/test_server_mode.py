"""Vectors on a Qdrant server: a collection per generation, an alias that switches.

Runs against the client's local mode, and against a real server too whenever QDRANT_URL is set.
"""

import os
from contextlib import closing

import pytest
import stamina
from fixtures.ingest_run import Workbench, documents, load_tiny
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ResponseHandlingException

from search_app.collections.builds.delete_collection import delete_collection
from search_app.collections.folder import CollectionFolder
from search_app.collections.verify import verify
from search_app.errors import BadInputError, UnavailableError
from search_app.lucene.searcher import LuceneSearcher
from search_app.settings import Settings
from search_app.stores import choose_host, server_connection
from search_app.stores.server_collections import alias_target
from search_app.stores.server_host import ServerHost

NAME = "ingest-test"
SERVERS = ["local", *filter(None, [os.environ.get("QDRANT_URL")])]


@pytest.fixture(params=SERVERS)
def server(request, monkeypatch):
    """The URL of a server and a client of it."""
    if request.param != "local":
        key = os.environ.get("QDRANT_API_KEY")
        with closing(server_connection.connect(request.param, key)) as client:
            yield request.param, key, client
        return
    client = QdrantClient(":memory:")
    with closing(client), monkeypatch.context() as patch:
        # All connections of the job meet in one in-process engine, which they must not close.
        patch.setattr(server_connection, "connect", lambda *_, **__: _Shared(client))
        yield "http://local", None, client


class _Shared:
    def __init__(self, client):
        self._client = client

    def __getattr__(self, name):
        return getattr(self._client, name)

    def close(self):
        """Left to the fixture."""


@pytest.fixture
def bench(tmp_path, tiny_bundles, server):
    url, key, client = server
    bench = Workbench(tmp_path, load_tiny(tiny_bundles), name=NAME)
    bench.host = choose_host(Settings(qdrant_url=url, qdrant_api_key=key))
    assert isinstance(bench.host, ServerHost)
    yield bench
    folder = CollectionFolder(NAME, bench.data_dir / "collections" / NAME)
    if folder.path.exists():
        delete_collection(folder, bench.host)
    assert [entry.name for entry in client.get_collections().collections if entry.name.startswith(NAME)] == []


def check(bench, server):
    url, key, _ = server
    generation = bench.generation
    store = generation.open_vectors(ServerHost(url, key))
    with closing(store), closing(LuceneSearcher(generation.lucene_path)) as searcher:
        report = verify(generation, store, searcher)
    assert report.clean, report.findings
    return report.passages


def test_each_generation_is_a_collection_and_the_alias_follows(bench, server):
    client = server[2]
    bench.ingest(documents(10), host=bench.host)
    first = bench.generation
    assert first.manifest.store.collection == f"{NAME}__{first.id}"
    assert not first.vectors_path.exists()
    assert alias_target(client, NAME) == f"{NAME}__{first.id}"
    assert check(bench, server) == 10
    entries = documents(12)
    entries[0]["text"] = "the horse"
    outcome = bench.ingest(entries, host=bench.host)
    assert outcome.encoded == 3
    assert alias_target(client, NAME) == bench.generation.manifest.store.collection
    assert check(bench, server) == 12
    entries[0]["text"] = "the fish"
    bench.ingest(entries, host=bench.host)
    names = {entry.name for entry in client.get_collections().collections if entry.name.startswith(NAME)}
    kept = {bench.generation.id, bench.generation.manifest.previous}
    assert names == {f"{NAME}__{generation}" for generation in kept}


def test_a_failed_job_goes_on_later_and_a_discarded_one_leaves_nothing(bench, server, monkeypatch):
    client = server[2]
    with monkeypatch.context() as patch:
        patch.setattr(ServerHost, "publish", _fail)
        with pytest.raises(RuntimeError, match="stopped here"):
            bench.ingest(documents(6), host=bench.host)
    # The generation itself was published; only the alias for outside readers was not switched.
    assert check(bench, server) == 6
    assert alias_target(client, NAME) is None
    assert bench.ingest(host=bench.host).published is False
    assert alias_target(client, NAME) == bench.generation.manifest.store.collection
    with monkeypatch.context() as patch:
        patch.setattr("search_app.collections.builds.draft.publish", _fail)
        with pytest.raises(RuntimeError, match="stopped here"):
            bench.ingest(documents(9), host=bench.host)
    staged = {entry.name for entry in client.get_collections().collections if entry.name.startswith(NAME)}
    assert len(staged) == 2
    outcome = bench.ingest(documents(9), host=bench.host)
    assert (outcome.encoded, outcome.documents) == (0, 9)
    assert bench.generation.manifest.store.collection in staged
    assert alias_target(client, NAME) == bench.generation.manifest.store.collection


def test_a_collection_moves_from_the_embedded_engine_to_the_server(bench, server):
    bench.ingest(documents(7))
    assert bench.generation.manifest.store.kind == "edge"
    outcome = bench.ingest(documents(8), host=bench.host)
    assert outcome.encoded == 1
    assert bench.generation.manifest.store.kind == "server"
    assert check(bench, server) == 8


def test_scalar_quantisation_and_vectors_on_disk_reach_the_server(bench, server):
    bench.ingest(documents(5), host=bench.host, quantization="scalar", on_disk=True)
    name = bench.generation.manifest.store.collection
    dense = server[2].get_collection(name).config.params.vectors["dense"]
    assert (dense.on_disk, dense.quantization_config.scalar.type) == (True, "int8")
    assert check(bench, server) == 5


def test_a_server_that_goes_away_again_and_again_costs_time_only(tmp_path, tiny_bundles, monkeypatch):
    """Every third request fails as one does whose server restarts."""
    inner = QdrantClient(":memory:")
    flaky = _Flaky(inner)
    monkeypatch.setattr(server_connection, "connect", lambda *_, **__: flaky)
    bench = Workbench(tmp_path, load_tiny(tiny_bundles), name=NAME)
    host = choose_host(Settings(qdrant_url="http://local"))
    with closing(inner), stamina.set_testing(True, attempts=3, cap=True):
        bench.ingest(documents(40), host=host, commit_passages=4)
        entries = documents(44)
        entries[0]["text"] = "the horse"
        outcome = bench.ingest(entries, host=host, commit_passages=4)
        assert outcome.encoded == 5
        assert check(bench, ("http://local", None, flaky)) == 44
    assert flaky.failed > 10


class _Flaky(_Shared):
    """Fails every third request after the server has, or has not, done it."""

    REQUESTS = ("upsert", "delete", "retrieve", "scroll", "count", "create_payload_index")

    def __init__(self, client):
        super().__init__(client)
        self.calls = self.failed = 0

    def __getattr__(self, name):
        method = super().__getattr__(name)
        if name not in self.REQUESTS:
            return method

        def request(*args, **kwargs):
            self.calls += 1
            if self.calls % 3:
                return method(*args, **kwargs)
            self.failed += 1
            if self.failed % 2:
                method(*args, **kwargs)
            raise ResponseHandlingException(ConnectionResetError("the server is gone"))

        return request


def test_a_foreign_collection_of_the_name_stops_a_job_before_it_encodes(bench, server):
    client = server[2]
    if client.collection_exists(NAME):
        pytest.skip(f"the server has a collection {NAME!r} already")
    client.create_collection(NAME, models.VectorParams(size=3, distance=models.Distance.DOT))
    try:
        with pytest.raises(BadInputError, match="did not make"):
            bench.ingest(documents(3), host=bench.host)
        assert [each.name for each in client.get_collections().collections if each.name.startswith(NAME)] == [
            NAME
        ]
    finally:
        client.delete_collection(NAME)


def test_a_deletion_that_missed_the_server_is_finished_by_the_next_job(bench, server, monkeypatch):
    client = server[2]
    bench.ingest(documents(4), host=bench.host)
    old = bench.generation.manifest.store.collection
    folder = CollectionFolder(NAME, bench.data_dir / "collections" / NAME)
    with monkeypatch.context() as patch:
        patch.setattr(ServerHost, "drop", _away)
        with pytest.raises(UnavailableError, match="still on the server"):
            delete_collection(folder, bench.host)
    assert client.collection_exists(old)
    assert bench.ingest(documents(5), host=bench.host).encoded == 5
    assert not client.collection_exists(old)
    assert check(bench, server) == 5


def _away(*_):
    raise UnavailableError("the server cannot be reached")


def _fail(*_):
    raise RuntimeError("stopped here")
