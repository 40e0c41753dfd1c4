"""Keys hold agents to what they may see, by every tool, resource and prompt."""

import json

import pytest
from mcp import MCPError

from search_app.api.keys import FILE_NAME, KeyFile

CODE = {"sort", "search", "file"}
SEARCH = {"collection": "kitchen", "query": "cook bread with an animal in python"}
PING = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'


def tool(server, secret, name, arguments):
    async def work(client):
        return await client.call_tool(name, arguments)

    found = server.ask(work, secret)
    return found.structured_content


def test_without_a_known_key_nothing_is_told(keyed):
    server, _ = keyed
    for headers in ({}, {"Authorization": "Bearer sa_wrong"}, {"Authorization": "Basic YTpi"}):
        response = server.post(PING, **headers)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
        assert response.headers["content-type"] == "application/problem+json"


def test_a_key_asks_as_often_as_it_may(keyed):
    server, secrets = keyed
    codes = [server.post(PING, Authorization=f"Bearer {secrets['slow']}").status_code for _ in range(2)]
    assert codes[1] == 429


def test_another_name_for_this_machine_and_another_site_are_refused(over_http):
    assert over_http.post(PING, Host="evil.example").status_code == 421
    assert over_http.post(PING, Origin="http://evil.example").status_code == 403
    assert over_http.post(PING, Origin="http://localhost:8610").status_code < 400


def test_a_body_that_is_too_large_is_refused(over_http):
    assert over_http.post(b" " * (5 * 2**20)).status_code == 413


def test_a_held_key_finds_only_what_passes_its_filter(keyed):
    server, secrets = keyed
    for where in (None, "kind=food", "NOT kind=code", "kind=code OR kind=food"):
        given = {**SEARCH, "limit": 13, "evidence": True, **({"where": where} if where else {})}
        found = tool(server, secrets["code"], "search", given)
        assert {each["doc_id"] for each in found["results"]} <= CODE
    assert {"bread", "cat"} <= {
        each["doc_id"] for each in tool(server, secrets["all"], "search", {**SEARCH, "limit": 13})["results"]
    }


def test_a_document_out_of_reach_is_one_that_is_not_there_for_every_tool(keyed):
    server, secrets = keyed

    async def told(client, document):
        said = []
        for name in ("why_here", "why_not_here", "what_would_change"):
            for where in (None, "kind=food", "year=2005"):
                more = {"where": where} if where else {}
                found = await client.call_tool(
                    name, {**SEARCH, "document": document, "evidence": True, **more}
                )
                assert found.is_error
                said.append(found.structured_content)
        versus = {**SEARCH, "document": "file", "versus": document}
        said.append((await client.call_tool("why_here", versus)).structured_content)
        read = {"collection": "kitchen", "document": document}
        said.append((await client.call_tool("read_document", read)).structured_content)
        with pytest.raises(MCPError) as raised:
            await client.read_resource(f"search-app:///kitchen/{document}")
        said.append([raised.value.error.code, raised.value.error.message, raised.value.error.data])
        return json.dumps(said).replace(document, "ID")

    async def work(client):
        return [await told(client, document) for document in ("bread", "nobody")]

    hidden, absent = server.ask(work, secrets["code"])
    assert hidden == absent


def test_reports_collections_and_the_prompt_name_nothing_out_of_reach(keyed):
    server, secrets = keyed

    async def work(client):
        found = []
        for name in ("why_here", "why_not_here", "what_would_change"):
            given = {**SEARCH, "document": "file", "limit": 1, "evidence": True}
            found.append((await client.call_tool(name, given)).structured_content)
        found.append((await client.call_tool("list_collections")).structured_content)
        (content,) = (await client.read_resource("search-app:///kitchen")).contents
        found.append(json.loads(content.text))
        given = {"question": SEARCH["query"], "collection": "kitchen"}
        found.append((await client.get_prompt("answer_with_citations", given)).messages[0].content.text)
        return found

    *reports, listed, described, prompt = server.ask(work, secrets["code"])
    for document in ("bread", "cat", "horse", "river"):
        assert f'"{document}"' not in json.dumps(reports)
        assert f"kitchen/{document}" not in prompt
    for found in (listed["collections"][0], described):
        assert set(found) == {"name", "uri", "fields"}


def test_a_collection_without_the_fields_of_a_key_is_not_there(keyed):
    server, secrets = keyed
    assert tool(server, secrets["other"], "list_collections", {}) == {"collections": []}
    said = [
        tool(server, secrets["other"], "search", {"collection": name, "query": "a"})["detail"].replace(
            name, "NAME"
        )
        for name in ("kitchen", "nobody")
    ]
    assert said[0] == said[1]

    async def work(client):
        return (await client.list_resources()).resources

    assert server.ask(work, secrets["other"]) == []


def test_over_standard_input_the_key_of_the_environment_holds(over_stdio, page_data):
    keys = KeyFile(page_data.data_dir)
    secret = keys.add("stdio", filters=["kind=code"])

    async def work(client):
        found = await client.call_tool("search", {**SEARCH, "limit": 13})
        keys.remove("stdio")
        return found, await client.call_tool("search", SEARCH)

    found, after = over_stdio(work, SEARCH_APP_API_KEY=secret)
    (page_data.data_dir / FILE_NAME).unlink()
    assert {each["doc_id"] for each in found.structured_content["results"]} <= CODE
    assert after.is_error
    assert after.structured_content["status"] == 401
