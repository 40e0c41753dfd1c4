"""Keys: who is let in, how often, and what a key that is held to a filter can learn."""

import json
import stat

import pytest

from search_app.api.keys import FILE_NAME, KeyFile
from search_app.errors import BadInputError, CorruptError, NotFoundError

SEARCH = "/v1/collections/kitchen/search"


def test_without_a_known_key_nothing_is_told(keyed):
    client, _ = keyed
    for headers in ({}, {"Authorization": "Bearer sa_wrong"}, {"Authorization": "Basic YTpi"}):
        for path in ("/v1/collections", "/v1/profiles", "/v1/collections/kitchen/document?id=cat"):
            response = client.get(path, headers=headers)
            assert response.status_code == 401
            assert response.headers["www-authenticate"] == "Bearer"
            assert "kitchen" not in response.text
    assert client.get("/health").status_code == 200


def test_a_key_asks_as_often_as_it_may(keyed):
    client, headers = keyed
    codes = [client.get("/v1/profiles", headers=headers["slow"]).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = client.get("/v1/profiles", headers=headers["slow"])
    assert 1 <= int(refused.headers["retry-after"]) <= 31


def test_a_held_key_finds_only_what_passes_its_filter(keyed):
    client, headers = keyed
    body = {"query": "cook bread with an animal in python", "limit": 13, "explain": True}
    answer = client.post(SEARCH, json=body, headers=headers["code"]).json()
    assert {result["doc_id"] for result in answer["results"]} <= {"sort", "search", "file"}
    assert {source["doc_id"] for source in answer["feedback"]} <= {"sort", "search", "file"}
    everything = client.post(SEARCH, json=body, headers=headers["all"]).json()
    assert {"bread", "cat"} <= {result["doc_id"] for result in everything["results"]}


@pytest.mark.parametrize("where", ["kind=food", "NOT kind=code", "kind=code OR kind=food", "year>=2000"])
def test_a_filter_of_the_request_does_not_widen_it(keyed, where):
    client, headers = keyed
    answer = client.post(SEARCH, json={"query": "cook", "where": where}, headers=headers["code"]).json()
    assert {result["doc_id"] for result in answer["results"]} <= {"sort", "search", "file"}


def test_a_document_out_of_reach_is_one_that_is_not_there(keyed):
    client, headers = keyed

    def asked(document, **more):
        read = client.get(
            "/v1/collections/kitchen/document", params={"id": document}, headers=headers["code"]
        )
        body = {"query": "cook bread", "document": document, **more}
        why = client.post("/v1/collections/kitchen/why", json=body, headers=headers["code"])
        return [(each.status_code, each.json()["detail"].replace(document, "ID")) for each in (read, why)]

    assert asked("bread") == asked("nobody")
    assert asked("bread")[0][0] == 404
    body = {"query": "cook bread", "document": "file", "versus": "bread"}
    versus = client.post("/v1/collections/kitchen/why", json=body, headers=headers["code"])
    assert versus.status_code == 404
    body["versus"] = "sort"
    found = client.post("/v1/collections/kitchen/why", json=body, headers=headers["code"])
    assert found.status_code == 200
    assert "bread" not in json.dumps(found.json()["document"]["feedback"])


def test_counts_and_facets_are_of_what_is_in_reach(keyed):
    client, headers = keyed
    body = {"where": "kind=food"}
    counts = client.post("/v1/collections/kitchen/facets", json=body, headers=headers["code"]).json()
    assert counts["facets"]["kind"] == [["code", 3]]
    assert counts["facets"]["year"] == []
    described = client.get("/v1/collections/kitchen", headers=headers["code"]).json()
    assert "documents" not in described
    assert "passages" not in described
    assert client.get("/v1/collections", headers=headers["code"]).json()["collections"] == [
        {"name": "kitchen"}
    ]


def test_a_collection_without_the_fields_of_a_key_is_not_there(keyed):
    client, headers = keyed
    assert client.get("/v1/collections", headers=headers["other"]).json()["total"] == 0
    for name in ("kitchen", "nobody"):
        refused = client.post(f"/v1/collections/{name}/search", json={"query": "a"}, headers=headers["other"])
        assert refused.status_code == 404
        assert refused.json()["detail"].replace(name, "NAME") == (
            "no collection 'NAME'; expected a collection this key may read."
        )


def test_keys_are_kept_as_hashes_and_can_be_removed(tmp_path):
    keys = KeyFile(tmp_path)
    secret = keys.add("ann", "ingest", ["team=blue"], 60)
    text = (tmp_path / FILE_NAME).read_text()
    assert secret not in text
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    (key,) = keys.keys()
    assert (key.name, key.scope, key.filters, key.rate) == ("ann", "ingest", ("team=blue",), 60)
    assert key.may("search")
    assert not key.may("admin")
    keys.remove("ann")
    assert keys.keys() == ()


@pytest.mark.parametrize(
    ("name", "more", "error"),
    [
        ("", {}, BadInputError),
        ("../x", {}, BadInputError),
        ("ann", {}, BadInputError),
        ("bob", {"scope": "root"}, BadInputError),
        ("bob", {"rate": 0}, BadInputError),
    ],
)
def test_keys_that_cannot_be_made(tmp_path, name, more, error):
    keys = KeyFile(tmp_path)
    keys.add("ann")
    with pytest.raises(error):
        keys.add(name, **more)
    with pytest.raises(NotFoundError, match="one of: ann"):
        keys.remove("bob")


def test_a_damaged_key_file_lets_nobody_in(tmp_path):
    (tmp_path / FILE_NAME).write_text("{")
    with pytest.raises(CorruptError):
        KeyFile(tmp_path).keys()
