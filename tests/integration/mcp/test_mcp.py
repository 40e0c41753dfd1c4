"""Agents get the answers of the other doors, over both transports."""

import json
import os
import signal
import subprocess
import sys

import pytest
from mcp import MCPError
from typer.testing import CliRunner

from search_app.cli.main import app as command_line

SEARCH = {"collection": "kitchen", "query": "cook bread"}
WHY = {**SEARCH, "document": "bread"}


@pytest.fixture(params=["http", "stdio"])
def ask(request, over_http, over_stdio):
    return over_http.ask if request.param == "http" else over_stdio


def called(ask, name, arguments, **more):
    """The object a tool returns; its text is the same."""

    async def work(client):
        return await client.call_tool(name, arguments)

    found = ask(work, **more)
    if not found.is_error:
        assert json.loads(found.content[0].text) == found.structured_content
    return found


def refused(ask, name, arguments, **more):
    found = called(ask, name, arguments, **more)
    assert found.is_error
    assert "Traceback" not in found.content[0].text
    assert len(found.content[0].text) < 1000
    return found.structured_content


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_agent_lists_searches_reads_and_asks_why(ask, mode):
    async def work(client):
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {
            "search", "why_here", "why_not_here", "what_would_change", "read_document", "list_collections",
        }  # fmt: skip
        for tool in tools.values():
            assert tool.annotations.read_only_hint
            assert len(tool.description) > 80
        assert set(tools["search"].input_schema["required"]) == {"collection", "query"}
        for name in ("where", "evidence", "limit"):
            assert tools["search"].input_schema["properties"][name]["description"]

        listed = (await client.call_tool("list_collections")).structured_content
        assert [each["name"] for each in listed["collections"]] == ["kitchen"]
        assert listed["collections"][0]["fields"]["year"] == "number"

        found = (await client.call_tool("search", {**SEARCH, "where": "kind=food"})).structured_content
        assert [each["doc_id"] for each in found["results"]] == ["bread", "apple"]
        uri = found["results"][0]["uri"]
        (content,) = (await client.read_resource(uri)).contents
        assert content.text.startswith("A recipe to cook bread")
        assert content.meta["metadata"]["year"] == 2005

        read = await client.call_tool("read_document", {"collection": "kitchen", "document": "bread"})
        assert read.structured_content["text"] == content.text
        why = (await client.call_tool("why_here", {**WHY, "versus": "cat"})).structured_content
        assert (why["shown"], why["rank"]) == (True, 1)
        assert sum(step["value"] for step in why["steps"]) == pytest.approx(why["score"], abs=1e-6)
        assert why["comparison"]

        (resource,) = (await client.list_resources()).resources
        (content,) = (await client.read_resource(resource.uri)).contents
        assert json.loads(content.text)["documents"] == 13
        (template,) = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "search-app:///{collection}/{document}"

        (prompt,) = (await client.list_prompts()).prompts
        given = {"question": "how is bread made?", "collection": "kitchen"}
        text = (await client.get_prompt(prompt.name, given)).messages[0].content.text
        assert "how is bread made?" in text
        assert "search-app:///kitchen/bread" in text

    ask(work, mode=mode)


def test_a_search_is_what_the_command_line_prints(over_http, page_data, monkeypatch):
    for name, value in page_data.environment.items():
        monkeypatch.setenv(name, value)
    words = ["search", "cook bread", "-c", "kitchen", "-k", "3", "--json"]
    printed = json.loads(CliRunner().invoke(command_line, words).stdout)["results"]
    found = called(over_http.ask, "search", {**SEARCH, "limit": 3, "evidence": True}).structured_content
    assert found["next_offset"] == 3
    for rank, (mine, theirs) in enumerate(zip(found["results"], printed, strict=True), 1):
        assert mine["rank"] == rank
        for name in ("doc_id", "text", "score", "fused_score", "rerank_score", "lanes", "steps"):
            assert mine[name] == theirs[name]
        assert len(mine["words"]) + mine.get("words_left_out", 0) == len(theirs["tokens"])


def test_results_are_compact_unless_evidence_is_asked_for(over_http):
    plain = called(over_http.ask, "search", SEARCH).structured_content["results"][0]
    assert set(plain) == {"rank", "doc_id", "passage", "title", "text", "score", "uri"}
    assert "report" not in called(over_http.ask, "why_here", WHY).structured_content
    full = called(over_http.ask, "why_here", {**WHY, "evidence": True}).structured_content
    assert full["report"]["document"]["doc_id"] == "bread"


def test_pages_are_the_list(over_http):
    whole = called(over_http.ask, "search", {**SEARCH, "limit": 6}).structured_content["results"]
    second = called(over_http.ask, "search", {**SEARCH, "limit": 3, "offset": 3}).structured_content
    assert [each["rank"] for each in second["results"]] == [4, 5, 6]
    assert [each["doc_id"] for each in second["results"]] == [each["doc_id"] for each in whole[3:]]
    beyond = called(over_http.ask, "search", {**SEARCH, "offset": 900}).structured_content
    assert beyond["results"] == []
    assert beyond["note"]


def test_a_missing_document_is_explained(over_http):
    given = {**SEARCH, "document": "star", "limit": 1}
    why = called(over_http.ask, "why_not_here", given).structured_content
    assert not why["shown"]
    assert why["reason"]
    change = called(over_http.ask, "what_would_change", given).structured_content
    sentence = change["change"]["sentence"] if change["change"] else None
    assert sentence == why["smallest_change"]
    assert sentence or change["note"]
    filtered = {**given, "document": "bread", "where": "kind=code"}
    assert (
        called(over_http.ask, "what_would_change", filtered).structured_content["change"]["setting"]
        == "filter"
    )
    assert called(over_http.ask, "what_would_change", {**WHY}).structured_content["note"]


def test_a_long_document_comes_in_stretches(over_http):
    given, text = {"collection": "kitchen", "document": "long", "characters": 1000}, ""
    while given is not None:
        found = called(over_http.ask, "read_document", given).structured_content
        text += found["text"]
        given = {**given, "start": found["next_start"]} if "next_start" in found else None
    assert len(text) == found["characters"]
    assert text.startswith("Step 0:")


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("search", {"collection": "nobody", "query": "a"}, "nobody"),
        ("search", {"collection": "../x", "query": "a"}, "x"),
        ("search", {"collection": "kitchen"}, "query"),
        ("search", {**SEARCH, "query": " "}, "blank"),
        ("search", {**SEARCH, "query": "x" * 2**20}, "query"),
        ("search", {**SEARCH, "where": "hat=1"}, "hat"),
        ("search", {**SEARCH, "where": "year>="}, "year"),
        ("search", {**SEARCH, "lanes": ["telepathy"]}, "telepathy"),
        ("search", {**SEARCH, "limit": 0}, "limit"),
        ("search", {**SEARCH, "limit": "many"}, "limit"),
        ("search", {**SEARCH, "colour": 1}, "colour"),
        ("search", {**SEARCH, "profile": "nobody"}, "nobody"),
        ("why_here", {**WHY, "document": "nobody"}, "nobody"),
        ("why_here", {**WHY, "versus": "bread"}, "twice"),
        ("read_document", {"collection": "kitchen", "document": "nobody"}, "nobody"),
        ("list_collections", {"hat": 1}, "hat"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(over_http, name, arguments, said):
    problem = refused(over_http.ask, name, arguments)
    assert said in problem["detail"]
    assert problem["status"] in (404, 422)


def test_what_there_is_not_is_an_error_of_the_protocol(over_http):
    async def work(client):
        messages = []
        for asked in (
            client.call_tool("delete_everything", {}),
            client.read_resource("search-app:///kitchen/nobody"),
            client.read_resource("search-app:///nobody"),
            client.read_resource("file:///etc/passwd"),
            client.get_prompt("nobody", {}),
            client.get_prompt("answer_with_citations", {"question": "a"}),
        ):
            with pytest.raises(MCPError) as raised:
                await asked
            assert raised.value.error.code == -32602
            messages.append(raised.value.error.message)
        return messages

    tool, document, collection, address, prompt, argument = over_http.ask(work)
    assert "list_collections" in tool
    assert "nobody" in document
    assert "kitchen" in collection
    assert "search-app:///COLLECTION" in address
    assert "answer_with_citations" in prompt
    assert "collection" in argument


def test_damage_is_told_without_the_paths_of_the_server(over_http, page_settings, monkeypatch):
    from search_app.engine.open_collection import OpenCollection
    from search_app.errors import CorruptError

    for error in (CorruptError(f"{page_settings.data_dir}/secret is torn"), RuntimeError("secret")):

        def fails(self, query, error=error):
            raise error

        monkeypatch.setattr(OpenCollection, "search", fails)
        problem = refused(over_http.ask, "search", SEARCH)
        assert problem["status"] == 500
        assert "secret" not in json.dumps(problem)


@pytest.mark.parametrize(
    "line",
    [b"{", b"[]", b"null", b"\xff\xfe", b'{"jsonrpc":"2.0"}', b'{"jsonrpc":"2.0","id":1,"method":"nothing"}',
     b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}', b'"\\ud800"'],
)  # fmt: skip
def test_what_is_no_request_is_refused_over_http(over_http, line):
    response = over_http.post(line)
    assert 400 <= response.status_code < 500 or "error" in response.json()
    assert "Traceback" not in response.text
    assert over_http.post(b'{"jsonrpc":"2.0","id":1,"method":"ping"}').status_code < 500


def test_standard_output_holds_nothing_but_the_protocol(page_data):
    lines = [
        b"{not json", b"\xff\xfe", b"null", b'{"jsonrpc":"2.0","id":9,"method":"nothing"}',
        b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",'
        b'"capabilities":{},"clientInfo":{"name":"t","version":"1"}}}',
        b'{"jsonrpc":"2.0","method":"notifications/initialized"}',
        b'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"search",'
        b'"arguments":{"collection":"kitchen","query":"cook bread"}}}',
    ]  # fmt: skip
    environment = {**os.environ, **page_data.environment}
    command = [sys.executable, "-m", "search_app.cli.main", "mcp"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdin.write(b"\n".join(lines) + b"\n")
        process.stdin.flush()
        answers = []
        while not any(answer.get("id") == 2 for answer in answers):
            answers.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        assert process.wait(30) == 0
        assert process.stdout.read() == b""
        assert b"Traceback" not in process.stderr.read()
    assert all(answer["jsonrpc"] == "2.0" for answer in answers)
    (found,) = [answer["result"]["structuredContent"] for answer in answers if answer.get("id") == 2]
    assert found["results"][0]["doc_id"] == "bread"


def test_an_interrupt_ends_the_command_though_nobody_types(page_data):
    command = [sys.executable, "-m", "search_app.cli.main", "mcp"]
    environment = {**os.environ, **page_data.environment}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == -signal.SIGINT
        assert b"Traceback" not in process.stderr.read()


def test_without_the_sdk_the_command_names_what_to_install(monkeypatch):
    monkeypatch.setattr("search_app.cli.mcp.find_spec", lambda name: None)
    result = CliRunner().invoke(command_line, ["mcp"])
    assert result.exit_code == 7
    assert "pip install 'search-app[mcp]'" in " ".join(result.stderr.split())
