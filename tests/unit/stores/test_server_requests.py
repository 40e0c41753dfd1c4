import grpc
import pytest
import stamina
from contract.vector_store_contract import DIMENSION, point, random_points
from qdrant_client import QdrantClient
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse
from qdrant_client.models import StrictModeConfig

from search_app.errors import BadInputError, CorruptError, NotFoundError, SearchAppError, UnavailableError
from search_app.records import passage_id
from search_app.stores.server import ServerVectorStore
from search_app.stores.server_collections import (
    alias_target,
    check_writable,
    create_collection,
    drop_collection,
    publish_alias,
)

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")


@pytest.fixture
def client():
    client = QdrantClient(":memory:")
    yield client
    client.close()


@pytest.fixture(autouse=True)
def _no_pauses():
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


def status(code):
    return UnexpectedResponse(code, "reason", b"{}", None)


class Failing:
    """Raises the given errors before it lets requests of one kind through."""

    def __init__(self, client, method, errors):
        self._client, self._method, self._errors = client, method, list(errors)
        self.calls = 0

    def __getattr__(self, name):
        if name != self._method:
            return getattr(self._client, name)
        return self._call

    def _call(self, *args, **kwargs):
        self.calls += 1
        if self._errors:
            raise self._errors.pop(0)
        return getattr(self._client, self._method)(*args, **kwargs)


@pytest.mark.parametrize("error", [status(503), status(429), ResponseHandlingException(OSError("reset"))])
def test_a_passing_failure_is_repeated(client, error):
    create_collection(client, "c", DIMENSION)
    failing = Failing(client, "upsert", [error, error])
    store = ServerVectorStore(failing, "c")
    store.upsert([point("a")])
    assert failing.calls == 3
    assert store.retrieve([passage_id("a", 0)])


class LostNode(grpc.RpcError):
    """As a cluster of three says it over gRPC when one node has just died."""

    def code(self):
        return grpc.StatusCode.INTERNAL

    def details(self):
        return "Service internal error: 1 of 1 read operations failed: The service is currently unavailable"


LOST_OVER_REST = UnexpectedResponse(
    500,
    "Internal Server Error",
    b'{"status":{"error":"Service internal error: 1 of 1 read operations failed: unavailable"}}',
    None,
)


@pytest.mark.parametrize("error", [LostNode(), LOST_OVER_REST])
def test_a_cluster_that_has_just_lost_a_node_is_asked_again(client, error):
    create_collection(client, "c", DIMENSION)
    store = ServerVectorStore(client, "c")
    store.upsert([point("a")])
    failing = Failing(client, "retrieve", [error, error])
    assert ServerVectorStore(failing, "c").retrieve([passage_id("a", 0)])
    assert failing.calls == 3


@pytest.mark.parametrize(
    ("error", "expected", "calls"),
    [
        (status(400), BadInputError, 1),
        (status(401), UnavailableError, 1),
        (status(404), NotFoundError, 1),
        (status(500), UnavailableError, 1),
        (status(503), UnavailableError, 3),
    ],
)
def test_what_does_not_pass_becomes_an_error_one_can_act_on(client, error, expected, calls):
    create_collection(client, "c", DIMENSION)
    failing = Failing(client, "upsert", [error] * 9)
    with pytest.raises(expected) as raised:
        ServerVectorStore(failing, "c").upsert([point("a")])
    assert isinstance(raised.value, SearchAppError)
    assert failing.calls == calls


def test_writes_wait_and_come_in_batches(client, monkeypatch):
    create_collection(client, "c", DIMENSION)
    sent = []
    monkeypatch.setattr(client, "upsert", lambda name, batch, wait: sent.append((len(batch), wait)))
    ServerVectorStore(client, "c").upsert(random_points(300))
    assert sent == [(128, True), (128, True), (44, True)]


def test_a_collection_that_is_absent_or_foreign_is_said_so(client):
    with pytest.raises(NotFoundError, match="nowhere"):
        ServerVectorStore(client, "nowhere")
    from qdrant_client import models

    client.create_collection("foreign", models.VectorParams(size=3, distance=models.Distance.COSINE))
    with pytest.raises(CorruptError, match="other vectors"):
        ServerVectorStore(client, "foreign")
    create_collection(client, "c", DIMENSION)
    with pytest.raises(BadInputError, match="exists"):
        ServerVectorStore.create(client, "c", DIMENSION)


def test_an_alias_switches_and_the_old_collection_goes(client):
    for name in ("one", "two"):
        ServerVectorStore.create(client, name, DIMENSION).upsert([point(name)])
    assert alias_target(client, "docs") is None
    publish_alias(client, "docs", "one")
    store = ServerVectorStore(client, "docs")
    assert set(store.ids()) == {passage_id("one", 0)}
    publish_alias(client, "docs", "two")
    assert alias_target(client, "docs") == "two"
    assert set(store.ids()) == {passage_id("two", 0)}
    drop_collection(client, "one")
    drop_collection(client, "one")
    assert not client.collection_exists("one")


class Indexing:
    def __init__(self, client, statuses):
        self._client, self._statuses = client, list(statuses)

    def __getattr__(self, name):
        return getattr(self._client, name)

    def get_collection(self, name):
        info = self._client.get_collection(name)
        return info.model_copy(update={"status": self._statuses.pop(0) if self._statuses else "green"})


def test_optimising_waits_until_the_server_stays_idle(client):
    create_collection(client, "c", DIMENSION)
    indexing = Indexing(client, ["green", "green", "yellow", "yellow", "green"])
    ServerVectorStore(indexing, "c", settle_seconds=0).optimize()
    assert indexing._statuses == []


@pytest.mark.parametrize("statuses", [["green", "red"], ["green"] + ["yellow"] * 100_000])
def test_a_server_that_cannot_index_is_not_waited_for_forever(client, statuses):
    create_collection(client, "c", DIMENSION)
    store = ServerVectorStore(Indexing(client, statuses), "c", settle_seconds=0.01, optimize_seconds=0.1)
    with pytest.raises(UnavailableError, match="index"):
        store.optimize()


def test_a_key_that_may_only_read_is_told_before_a_job_writes(client):
    failing = Failing(client, "delete_collection", [status(403)])
    with pytest.raises(UnavailableError, match="may only read.*QDRANT_API_KEY"):
        check_writable(failing, "docs", "docs__g1")


def test_a_key_that_is_wrong_is_not_said_to_be_read_only(client):
    failing = Failing(client, "delete_collection", [status(401)])
    with pytest.raises(UnavailableError, match="refused the API key"):
        check_writable(failing, "docs", "docs__g1")


def test_a_foreign_collection_of_the_name_is_seen_first_and_our_alias_is_none(client):
    create_collection(client, "docs__g1", DIMENSION)
    publish_alias(client, "docs", "docs__g1")
    check_writable(client, "docs", "docs__g2")
    create_collection(client, "theirs", DIMENSION)
    with pytest.raises(BadInputError, match="'theirs'.*did not make"):
        check_writable(client, "theirs", "theirs__g1")
    assert client.collection_exists("theirs")


class Strict:
    """The in-process engine with a strict mode as a real server keeps it."""

    def __init__(self, client):
        self._client = client

    def __getattr__(self, name):
        return getattr(self._client, name)

    def get_collection(self, name):
        info = self._client.get_collection(name)
        strict = StrictModeConfig(
            enabled=True, upsert_max_batchsize=50, max_query_limit=20, search_allow_exact=False
        )
        config = info.config.model_copy(update={"strict_mode_config": strict})
        return info.model_copy(update={"config": config})

    def upsert(self, name, batch, wait):
        self._refuse(len(batch) > 50, f'Limit exceeded {len(batch)} > 50 for "upsert limit"')
        return self._client.upsert(name, batch, wait=wait)

    def scroll(self, name, limit, **options):
        self._refuse(limit > 20, f'Limit exceeded {limit} > 20 for "limit"')
        return self._client.scroll(name, limit=limit, **options)

    def query_points(self, name, limit, search_params, **options):
        self._refuse(limit > 20, f'Limit exceeded {limit} > 20 for "limit"')
        self._refuse(bool(search_params and search_params.exact), "Exact search disabled!")
        return self._client.query_points(name, limit=limit, search_params=search_params, **options)

    def _refuse(self, refused, said):
        if refused:
            raise UnexpectedResponse(400, "Bad Request", said.encode(), None)


def test_strict_mode_is_kept_in_batches_pages_and_exact_searches(client):
    create_collection(client, "c", DIMENSION)
    store = ServerVectorStore(Strict(client), "c")
    points = random_points(130)
    store.upsert(points)
    assert len(set(store.ids())) == 130
    assert len(store.search_dense(points[0].dense, 10)) == 10
    assert len(store.search_sparse(points[0].sparse, 5)) <= 5
    with pytest.raises(BadInputError, match="Limit exceeded"):
        store.search_dense(points[0].dense, 30)
