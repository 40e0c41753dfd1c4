"""Vectors on a Qdrant server: a collection per generation, an alias that switches.

Runs against the client's local mode, and against a real server too whenever QDRANT_URL is set.
"""

import os
from contextlib import closing

import pytest
import stamina
from fixtures.ingest_run import Workbench, documents, load_tiny
from qdrant_client import QdrantClient
from qdrant_client.http.exceptions import ResponseHandlingException

from pipelines.ingest.choose_backend import choose_backend
from pipelines.ingest.server_backend import ServerBackend
from search_app.collections.delete import delete_collection
from search_app.collections.folder import CollectionFolder
from search_app.collections.verify import verify
from search_app.lucene.searcher import LuceneSearcher
from search_app.settings import Settings
from search_app.stores import open_store, server_connection
from search_app.stores.server_collections import alias_target

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
    bench.backend = choose_backend(Settings(qdrant_url=url, qdrant_api_key=key))
    assert isinstance(bench.backend, ServerBackend)
    yield bench
    folder = CollectionFolder(NAME, bench.data_dir / "collections" / NAME)
    if folder.path.exists():
        delete_collection(folder, bench.backend.drop)
    assert [entry.name for entry in client.get_collections().collections if entry.name.startswith(NAME)] == []


def check(bench, server):
    url, key, _ = server
    generation = bench.generation
    store = open_store(generation.vectors_path, generation.manifest.store, url, key)
    with closing(store), closing(LuceneSearcher(generation.lucene_path)) as searcher:
        report = verify(generation, store, searcher)
    assert report.clean, report.findings
    return report.passages


def test_each_generation_is_a_collection_and_the_alias_follows(bench, server):
    client = server[2]
    bench.ingest(documents(10), backend=bench.backend)
    first = bench.generation
    assert first.manifest.store.collection == f"{NAME}__{first.id}"
    assert not first.vectors_path.exists()
    assert alias_target(client, NAME) == f"{NAME}__{first.id}"
    assert check(bench, server) == 10
    entries = documents(12)
    entries[0]["text"] = "the horse"
    outcome = bench.ingest(entries, backend=bench.backend)
    assert outcome.encoded == 3
    assert alias_target(client, NAME) == bench.generation.manifest.store.collection
    assert check(bench, server) == 12
    entries[0]["text"] = "the fish"
    bench.ingest(entries, backend=bench.backend)
    names = {entry.name for entry in client.get_collections().collections if entry.name.startswith(NAME)}
    kept = {bench.generation.id, bench.generation.manifest.previous}
    assert names == {f"{NAME}__{generation}" for generation in kept}


def test_a_failed_job_goes_on_later_and_a_discarded_one_leaves_nothing(bench, server, monkeypatch):
    client = server[2]
    with monkeypatch.context() as patch:
        patch.setattr(ServerBackend, "publish", _fail)
        with pytest.raises(RuntimeError, match="stopped here"):
            bench.ingest(documents(6), backend=bench.backend)
    # The generation itself was published; only the alias for outside readers was not switched.
    assert check(bench, server) == 6
    assert alias_target(client, NAME) is None
    assert bench.ingest(backend=bench.backend).published is False
    assert alias_target(client, NAME) == bench.generation.manifest.store.collection
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.ingest.target.publish", _fail)
        with pytest.raises(RuntimeError, match="stopped here"):
            bench.ingest(documents(9), backend=bench.backend)
    staged = {entry.name for entry in client.get_collections().collections if entry.name.startswith(NAME)}
    assert len(staged) == 2
    outcome = bench.ingest(documents(9), backend=bench.backend)
    assert (outcome.encoded, outcome.documents) == (0, 9)
    assert bench.generation.manifest.store.collection in staged
    assert alias_target(client, NAME) == bench.generation.manifest.store.collection


def test_a_collection_moves_from_the_embedded_engine_to_the_server(bench, server):
    bench.ingest(documents(7))
    assert bench.generation.manifest.store.kind == "edge"
    outcome = bench.ingest(documents(8), backend=bench.backend)
    assert outcome.encoded == 1
    assert bench.generation.manifest.store.kind == "server"
    assert check(bench, server) == 8


def test_scalar_quantisation_and_vectors_on_disk_reach_the_server(bench, server):
    bench.ingest(documents(5), backend=bench.backend, quantization="scalar", on_disk=True)
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
    backend = choose_backend(Settings(qdrant_url="http://local"))
    with closing(inner), stamina.set_testing(True, attempts=3, cap=True):
        bench.ingest(documents(40), backend=backend, commit_passages=4)
        entries = documents(44)
        entries[0]["text"] = "the horse"
        outcome = bench.ingest(entries, backend=backend, commit_passages=4)
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


def _fail(*_):
    raise RuntimeError("stopped here")
