"""Files made to exhaust, to climb out or to crash: each is refused in one sentence, within its limits."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from fixtures.sample_files import docx, pdf, zipped

import search_app.parsing.confined
from search_app.errors import BadInputError
from search_app.parsing import ParseLimits, Parser, parse_file


def refusal(path: Path, content: bytes, limits: ParseLimits) -> str:
    path.write_bytes(content)
    with pytest.raises(BadInputError) as caught:
        parse_file(path, limits)
    return str(caught.value)


def test_a_zip_bomb_is_refused_by_its_ratio_and_by_its_size(tmp_path):
    bomb = zipped({"word/document.xml": b"\0" * 50_000_000})
    assert "times its size, at most 200 times" in refusal(tmp_path / "a.docx", bomb, ParseLimits())
    small = ParseLimits(archive_bytes=1_000_000)
    assert "unpacks to 50,000,000 bytes" in refusal(tmp_path / "b.docx", bomb, small)


def test_an_archive_that_lies_about_its_size_gains_nothing(tmp_path):
    honest = docx("word " * 2_000)
    start = honest.rindex(b"PK\x01\x02", 0, honest.rindex(b"word/document.xml"))
    lying = bytearray(honest)
    lying[start + 24 : start + 28] = (100).to_bytes(4, "little")
    refusal(tmp_path / "a.docx", bytes(lying), ParseLimits())


@pytest.mark.parametrize("name", ["../../outside.xml", "/etc/passwd", "..\\outside.xml"])
def test_an_archive_that_climbs_out_is_refused(tmp_path, name):
    content = zipped({"word/document.xml": b"<x/>", name: b"x"})
    assert "climbs out" in refusal(tmp_path / "a.docx", content, ParseLimits())
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_entities_are_neither_fetched_nor_multiplied(tmp_path):
    (tmp_path / "secret").write_text("the secret")
    declared = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'.encode()
    honest = docx("MARK")
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"]
    start = body.index(b"<w:document")
    parts["word/document.xml"] = body[:start] + declared + body[start:].replace(b"MARK", b"[&e;]")
    path = tmp_path / "a.docx"
    path.write_bytes(zipped(parts))
    assert "the secret" not in parse_file(path).text


def test_too_many_pages_too_much_text_and_too_large_a_file(tmp_path):
    content = pdf(*["page"] * 5)
    assert "has 5 pages, at most 3" in refusal(tmp_path / "a.pdf", content, ParseLimits(pages=3))
    few = ParseLimits(text_characters=10)
    assert "more than 10 characters" in refusal(tmp_path / "b.pdf", content, few)
    assert "more than 10 characters" in refusal(tmp_path / "c.html", b"<p>" + b"word " * 9, few)
    assert "more than 10 characters" in refusal(tmp_path / "d.txt", b"word " * 9, few)
    assert "at most 100" in refusal(tmp_path / "e.txt", b"x" * 101, ParseLimits(file_bytes=100))


def test_memory_is_limited(tmp_path):
    content = b"<p>x</p>" * 3_000_000
    limits = ParseLimits(memory_bytes=200_000_000)
    assert "memory" in refusal(tmp_path / "a.html", content, limits)


def test_time_by_the_clock_is_limited_and_the_next_file_is_read(tmp_path):
    (tmp_path / "slow.html").write_bytes(b"<p>x</p>" * 2_000_000)
    (tmp_path / "good.html").write_bytes(b"<p>good</p>")
    limits = ParseLimits(wall_seconds=1.0)
    with Parser(limits) as parser:
        assert parser.parse(tmp_path / "good.html").text == "good"
        began = time.monotonic()
        with pytest.raises(BadInputError, match="more than 1 s to parse"):
            parser.parse(tmp_path / "slow.html")
        assert time.monotonic() - began < 5
        assert parser.parse(tmp_path / "good.html").text == "good"


def test_processor_time_is_limited(tmp_path):
    # Six million elements take more than the usual memory too, and which ends first is the machine's choice.
    limits = ParseLimits(cpu_seconds=1, memory_bytes=16_000_000_000)
    content = b"<p>x</p>" * 6_000_000
    assert "more than 1 s of processor time" in refusal(tmp_path / "a.html", content, limits)


def test_pages_that_nest_without_end_are_refused_and_never_cut(tmp_path):
    path = tmp_path / "deep.html"
    path.write_bytes(b"<div>" * 2_000 + b"bottom" + b"</div>" * 2_000)
    assert parse_file(path).text == "bottom"
    deeper = b"<div>" * 10_000 + b"bottom" + b"</div>" * 10_000
    assert "nest too deeply" in refusal(path, deeper, ParseLimits())


def test_the_parsing_process_sees_no_secrets(monkeypatch):
    monkeypatch.setenv("QDRANT_API_KEY", "secret")
    process = search_app.parsing.confined.ConfinedProcess(ParseLimits())
    try:
        environment = Path(f"/proc/{process._process.pid}/environ").read_bytes()
    finally:
        process.close()
    assert b"secret" not in environment
