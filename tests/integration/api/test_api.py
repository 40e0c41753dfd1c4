"""The HTTP interface answers as the command line does, and refuses with problem objects."""

import json
import threading

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from search_app.api.app import make_app
from search_app.cli.main import app as command_line
from search_app.engine.service import SearchService

SEARCH = "/v1/collections/kitchen/search"


def problem(response, status, kind):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found = response.json()
    assert found["type"] == f"urn:search-app:{kind}"
    assert found["status"] == status
    assert found["request_id"] == response.headers["x-request-id"]
    assert "Traceback" not in response.text
    return found


def test_a_search_is_what_the_command_line_prints(client, page_data, monkeypatch):
    for name, value in page_data.environment.items():
        monkeypatch.setenv(name, value)
    found = client.post(SEARCH, json={"query": "cook bread", "limit": 3, "where": "kind=food"}).json()
    words = ["search", "cook bread", "-c", "kitchen", "-k", "3", "--where", "kind=food", "--json"]
    printed = json.loads(CliRunner().invoke(command_line, words).stdout)
    for each in (found, printed):
        del each["timings_ms"]
    assert (found.pop("offset"), found.pop("limit")) == (0, 3)
    assert found == printed
    assert [result["doc_id"] for result in found["results"]] == ["bread", "apple"]


def test_pages_of_a_list_are_the_list(client):
    whole = client.post(SEARCH, json={"query": "the animal on the road", "limit": 6}).json()["results"]
    pages = [
        client.post(SEARCH, json={"query": "the animal on the road", "limit": 3, "offset": offset}).json()
        for offset in (0, 3)
    ]
    ids = [result["doc_id"] for page in pages for result in page["results"]]
    assert ids == [result["doc_id"] for result in whole]
    problem(client.post(SEARCH, json={"query": "a", "limit": 900, "offset": 200}), 422, "bad-input")


def test_a_batch_is_its_searches(client):
    body = {"queries": ["cook bread", "python file"], "limit": 2}
    answers = client.post(f"{SEARCH}/batch", json=body).json()["answers"]
    for text, answer in zip(body["queries"], answers, strict=True):
        alone = client.post(SEARCH, json={"query": text, "limit": 2}).json()
        assert [r["score"] for r in answer["results"]] == [r["score"] for r in alone["results"]]


def test_why_names_the_stage_and_an_unknown_document_is_a_404(client):
    body = {"query": "cook bread", "document": "cat", "versus": "bread"}
    found = client.post("/v1/collections/kitchen/why", json=body).json()
    assert found["document"]["doc_id"] == "cat"
    assert found["versus"]["final"]["rank"] == 1
    body["document"] = "nobody"
    problem(client.post("/v1/collections/kitchen/why", json=body), 404, "not-found")


def test_collections_documents_fields_and_facets(client):
    (entry,) = client.get("/v1/collections").json()["collections"]
    assert (entry["name"], entry["documents"]) == ("kitchen", 13)
    known = client.get("/v1/collections/kitchen")
    assert known.json()["fields"]["year"] == "number"
    tag = known.headers["etag"]
    assert client.get("/v1/collections/kitchen", headers={"If-None-Match": tag}).status_code == 304
    document = client.get("/v1/collections/kitchen/document", params={"id": "bread"}).json()
    assert document["title"] == "Bread recipe"
    assert document["metadata"]["year"] == 2005
    counts = client.post("/v1/collections/kitchen/facets", json={"fields": ["kind"]}).json()["facets"]
    assert dict(map(tuple, counts["kind"]))["code"] == 3
    problem(client.post("/v1/collections/kitchen/facets", json={"fields": ["hat"]}), 404, "not-found")


def test_profiles_can_be_read(client):
    names = client.get("/v1/profiles").json()
    assert names["in_force"] in names["profiles"]
    assert "[fusion]" in client.get(f"/v1/profiles/{names['in_force']}").json()["toml"]
    problem(client.get("/v1/profiles/nobody"), 404, "not-found")


def test_a_text_is_searched_without_a_collection(client):
    text = "Bread is baked. " * 40 + "The cat sleeps on the mat. " + "Rivers carry water. " * 40
    body = {"text": text, "question": "where does the cat sleep", "limit": 1}
    (hit,) = client.post("/v1/in-document", json=body).json()["hits"]
    assert text[hit["start"] : hit["end"]] == hit["text"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"query": ""}, "query"),
        ({"query": "x" * 10_001}, "query"),
        ({"query": "   "}, "query"),
        ({"query": "a", "limit": 0}, "limit"),
        ({"query": "a", "colour": 1}, "colour"),
        ({"query": "a", "where": "hat=1"}, "hat"),
        ({"query": "a", "where": "year>=abc"}, "abc"),
        ({"query": "a", "lanes": ["telepathy"]}, "telepathy"),
        ({"query": "a", "lanes": []}, "lane"),
        ({"query": "a", "explain_depth": -1}, "explain_depth"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(client, body, said):
    assert said in problem(client.post(SEARCH, json=body), 422, "bad-input")["detail"]


def test_what_is_not_there_is_a_404(client):
    problem(client.post("/v1/collections/nobody/search", json={"query": "a"}), 404, "not-found")
    problem(client.post(SEARCH, json={"query": "a", "profile": "nobody"}), 404, "not-found")
    problem(client.get("/v1/collections/kitchen/document", params={"id": "nobody"}), 404, "not-found")
    problem(client.get("/nowhere"), 404, "no-such-address")
    problem(client.get(SEARCH), 405, "method-not-allowed")


def test_a_body_that_is_no_json_and_one_that_is_too_large(client):
    headers = {"Content-Type": "application/json"}
    problem(client.post(SEARCH, content=b"{not json", headers=headers), 422, "bad-input")
    problem(client.post(SEARCH, content=b"\xff\xfe{", headers=headers), 400, "bad-input")
    large = json.dumps({"query": "a" * 17 * 2**20})
    problem(client.post(SEARCH, content=large, headers=headers), 413, "too-large")
    parts = (b"x" * 2**20 for _ in range(17))
    problem(client.post(SEARCH, content=parts, headers=headers), 413, "too-large")


def test_the_request_id_of_the_client_is_kept_when_it_is_one(client):
    assert client.get("/health", headers={"X-Request-ID": "a-1"}).headers["x-request-id"] == "a-1"
    assert client.get("/health", headers={"X-Request-ID": "a\tb" * 99}).headers["x-request-id"] != "a\tb" * 99


def test_another_name_for_this_machine_is_refused(client):
    problem(client.get("/v1/collections", headers={"Host": "evil.example"}), 421, "another-host")
    for name in ("localhost:8600", "127.0.0.1", "[::1]:8600"):
        assert client.get("/health", headers={"Host": name}).status_code == 200


def test_health_readiness_version_and_description(client):
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json() == {"status": "ready", "collections": 1}
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert client.get("/version").json()["version"] == described["info"]["version"]


def test_damage_is_told_without_the_paths_of_the_server(page_settings, client, monkeypatch):
    from search_app.engine.open_collection import OpenCollection
    from search_app.errors import CorruptError

    def damaged(self, query):
        raise CorruptError(f"{page_settings.data_dir}/secret is torn")

    monkeypatch.setattr(OpenCollection, "search", damaged)
    found = problem(client.post(SEARCH, json={"query": "a"}), 500, "corrupt")
    assert "secret" not in json.dumps(found)

    def unforeseen(self, query):
        raise RuntimeError("secret")

    monkeypatch.setattr(OpenCollection, "search", unforeseen)
    assert "secret" not in json.dumps(problem(client.post(SEARCH, json={"query": "a"}), 500, "unforeseen"))


def test_beyond_the_queue_a_search_is_told_to_come_back(page_settings, monkeypatch):
    from search_app.engine.open_collection import OpenCollection

    entered, go_on = threading.Semaphore(0), threading.Event()
    search = OpenCollection.search

    def held(self, query):
        entered.release()
        go_on.wait(30)
        return search(self, query)

    monkeypatch.setattr(OpenCollection, "search", held)
    app = make_app(lambda: SearchService(page_settings), at_once=1, waiting=1)
    statuses = []
    with TestClient(app) as server:
        threads = [
            threading.Thread(
                target=lambda: statuses.append(server.post(SEARCH, json={"query": "cat"}).status_code)
            )
            for _ in range(2)
        ]
        threads[0].start()
        assert entered.acquire(timeout=30)
        threads[1].start()
        while app.state.queue.waiting < 1:
            pass
        refused = problem(server.post(SEARCH, json={"query": "cat"}), 429, "busy")
        assert refused["detail"]
        go_on.set()
        for thread in threads:
            thread.join()
        assert server.post(SEARCH, json={"query": "cat"}).status_code == 200
    assert statuses == [200, 200]
