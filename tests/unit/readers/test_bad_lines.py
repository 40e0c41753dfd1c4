"""A hundred bad lines of every kind among ten thousand: a hundred rejects, everything else in."""

import json
import subprocess
import sys
from contextlib import closing

from pipelines.ingest.field_types import FieldTypes
from pipelines.ingest.plan import Changed, Planner
from pipelines.ingest.seen import SeenIds
from pipelines.readers.jsonl import JsonlReader
from search_app.records import Reject

KINDS = [
    b'{"_id": "cut", "text": "cut',
    b'\xef\xbb\xbf{"_id": "mark", "text": "x"}',
    b'{"_id": "latin", "text": "caf\xe9"}',
    b'{"_id": "half", "text": "\\ud83d"}',
    b'{"_id": "nan", "text": "x", "score": NaN}',
    b'{"_id": "twice", "text": "x", "text": "y"}',
    b'{"_id": "good 1", "text": "an id the source had before"}',
    b'{"text": "no id"}',
    b'{"_id": "", "text": "x"}',
    b'{"_id": "number", "text": 7}',
    b'["not", "an", "object"]',
    b'{"_id": "deep", "text": "x", "m": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_001,
    b'{"_id": "empty", "text": ""}',
    b'{"_id": "blank", "text": " \\t\\n "}',
    b'{"_id": "' + b"i" * 1_000_000 + b'", "text": "x"}',
    b'{"_id": null, "text": "x"}',
    b'{"_id": "infinite", "text": "x", "n": 1e999}',
    b'{"_id": {"a": 1}, "text": "x"}',
    b"\x00\x01\x02",
    b'{"_id": "list", "text": ["x"]}',
]
BAD_EVERY = 100


def write(path, bad):
    """Ten thousand lines, Windows line ends in one half, of which the bad ones stand apart."""
    with path.open("wb") as file:
        for number in range(10_000):
            ending = b"\r\n" if number < 5_000 else b"\n"
            good = json.dumps({"_id": f"good {number}", "text": f"text {number}"}).encode()
            chosen = bad[number // BAD_EVERY] if number % BAD_EVERY == 50 else good
            file.write(chosen + ending)
    return path


def planned(path):
    with closing(SeenIds()) as seen:
        planner = Planner("whole", None, seen, FieldTypes({}))
        return list(planner.plan(JsonlReader(path).read()))


def test_a_hundred_bad_lines_are_a_hundred_rejects(tmp_path):
    path = write(tmp_path / "source.jsonl", KINDS * 5)
    items = planned(path)
    rejects = [item for item in items if isinstance(item, Reject)]
    lines = [int(reject.position.removeprefix("source.jsonl:")) for reject in rejects]
    assert lines == [number + 1 for number in range(50, 10_000, BAD_EVERY)]
    assert all(reject.reason for reject in rejects)
    good = {item.document.id for item in items if isinstance(item, Changed)}
    assert good == {f"good {number}" for number in range(10_000) if number % BAD_EVERY != 50}


def test_a_line_of_200_megabytes_is_passed_over_in_little_memory(tmp_path):
    path = tmp_path / "source.jsonl"
    with path.open("wb") as file:
        file.write(b'{"_id": "1", "text": "before"}\n{"_id": "long", "text": "')
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"_id": "2", "text": "after"}\n')
    code = (
        "import re, sys; from pathlib import Path\n"
        "from pipelines.readers.jsonl import JsonlReader\n"
        "items = list(JsonlReader(Path(sys.argv[1])).read())\n"
        # Unlike ru_maxrss, this does not begin with the memory of the process that started this one.
        "peak = re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]\n"
        "print(len(items), items[1].reason, '|', int(peak) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    said, peak = done.stdout.split("|")
    assert said.strip() == "3 the line is too long"
    assert int(peak) < 120


def test_ids_of_any_characters_are_kept_and_told_apart(tmp_path):
    ids = [chr(code) + "x" for code in (*range(1, 0x300), 0x202E, 0x2028, 0xFEFF, 0xFFFF, 0x1F600, 0x10FFFF)]
    ids += ["é", "e\u0301", "A", "a", "x" * 4096]
    path = tmp_path / "source.jsonl"
    path.write_text("".join(json.dumps({"_id": name, "text": "t"}) + "\n" for name in ids))
    assert [item.document.id for item in planned(path)] == ids
