"""A source with bad lines of every kind and ids of any characters, through the whole job."""

import json

import pytest
from fixtures.ingest_run import Workbench, load_tiny

IDS = ["a\u0000b", "\u202eab", "🙂", "line\nend", "../../etc/passwd", " x ", "\u001b[31m", "é", "e\u0301"]
IDS.append("i" * 4096)
BAD = [
    b'{"_id": "cut',
    b'{"_id": "a", "text": NaN}',
    b"[]",
    b'{"_id": "\xff", "text": "x"}',
    b'{"text": "x"}',
]


@pytest.fixture
def bench(tmp_path, tiny_bundles):
    return Workbench(tmp_path, load_tiny(tiny_bundles))


def test_every_good_document_is_in_all_lanes_and_every_bad_line_is_named(bench):
    good = [json.dumps({"_id": name, "text": f"cat {number}"}).encode() for number, name in enumerate(IDS)]
    lines = [line for pair in zip(good, BAD * 2, strict=True) for line in pair]
    bench.source.write_bytes(b"\r\n".join(lines))
    outcome = bench.ingest()
    assert (outcome.documents, outcome.rejects) == (len(IDS), 2 * len(BAD))
    rejects = [json.loads(line) for line in outcome.rejects_file.read_text().splitlines()]
    assert [reject["position"] for reject in rejects] == [f"source.jsonl:{n}" for n in range(2, 21, 2)]
    assert {entry[0] for entry in bench.contents().values()} == set(IDS)
    again = bench.ingest()
    assert (again.encoded, again.skipped) == (0, len(IDS))
