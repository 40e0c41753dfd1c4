"""JSON that is no JSON Lines: lists, pretty-printed values, values one after another, in any encoding."""

import json

import pytest

from pipelines.readers import Located, open_source
from pipelines.readers.json_values import json_values
from search_app.records import Reject

ROWS = [{"id": str(number), "text": f'braces }} ] {{ [ and "quotes" \\ {number}'} for number in range(50)]


def read(tmp_path, content, name="data.json"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    items = list(open_source(str(path)).read())
    found = {item.document.id: item.document.text for item in items if isinstance(item, Located)}
    others = [item for item in items if isinstance(item, Reject)]
    refused = [(item.position, item.reason) for item in others if item.kind == "refused"]
    return found, refused, [item.reason for item in others if item.kind == "note"]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        json.dumps({"data": ROWS}),
        json.dumps({"version": 1, "data": ROWS}, indent=1),
        "\n".join(json.dumps(row) for row in ROWS),
        "\n".join(json.dumps(row, indent=4) for row in ROWS),
        "".join(json.dumps(row) for row in ROWS),
        "\r\n".join(json.dumps(row, indent=4).replace("\n", "\r\n") for row in ROWS),
    ],
    ids=["list", "pretty list", "wrapped", "pretty wrapped", "lines", "pretty", "one line", "windows"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_form_gives_the_same_documents(tmp_path, content, encoding):
    found, refused, _ = read(tmp_path, content.encode(encoding))
    assert (found, refused) == ({row["id"]: row["text"] for row in ROWS}, [])


def test_a_bad_element_costs_only_itself(tmp_path):
    content = '[{"id": "1", "text": "a"},\n {"id": "2", "text": NaN},\n 7,\n'
    content += ' {"id" "3"},\n {"id": "4", "text": "d"}]'
    found, refused, _ = read(tmp_path, content)
    assert found == {"1": "a", "4": "d"}
    assert [position for position, _ in refused] == ["data.json:2", "data.json:4", "data.json:4"]
    assert any("NaN is no number" in reason for _, reason in refused)
    assert any("not a JSON object: 7" in reason for _, reason in refused)


@pytest.mark.parametrize("cut", ['[{"id": "1", "text": "a"}, {"id": "2", "te', '[{"id": "1", "text": "a"},'])
def test_a_list_that_ends_early_is_said(tmp_path, cut):
    found, refused, _ = read(tmp_path, cut)
    assert found == {"1": "a"}
    assert "the file ends" in refused[0][1]


def test_objects_without_an_id_are_known_by_their_content(tmp_path):
    first, _, notes = read(tmp_path, '[{"text": "a"}, {"text": "b"}, {"text": "a"}]')
    second, _, _ = read(tmp_path, '[{"text": "b"}, {"text": "a"}, {"text": "a"}]')
    assert first == second
    assert len(first) == 3
    assert "no column for the id" in notes[0]


def test_values_do_not_depend_on_how_the_text_is_cut():
    text = json.dumps(ROWS, indent=1)
    whole = list(json_values([text], True))
    assert list(json_values(text, True)) == whole
    assert [json.loads(value) for _, value, _ in whole if value] == ROWS


def test_json_lines_of_another_kind_stay_lines(tmp_path):
    content = '{"id": "1", "text": "a"}\n["no object"]\n{"id": "2", "text": "b"\n{"id": "3", "text": "c"}\n'
    found, refused, _ = read(tmp_path, content, "data.jsonl")
    assert found == {"1": "a", "3": "c"}
    assert [position for position, _ in refused] == ["data.jsonl:2", "data.jsonl:3"]
