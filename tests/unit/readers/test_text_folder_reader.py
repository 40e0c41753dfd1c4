"""Folders of text and Markdown."""

import os

from fixtures.sample_files import docx, pdf, zipped

from pipelines.readers import Located
from pipelines.readers.text_folder import TextFolderReader
from search_app.parsing import ParseLimits
from search_app.records import Reject


def read(folder):
    return list(TextFolderReader(folder).read())


def test_files_become_documents_by_path_with_the_first_heading_as_title(tmp_path):
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "first_steps.md").write_text("intro\n\n## First *steps* ##\n\nGo.\n")
    (tmp_path / "plain_notes.txt").write_text("# not a heading here\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    steps, picture, notes = sorted(read(tmp_path), key=lambda item: item.position)
    assert (picture.kind, picture.group) == ("left out", ".png")
    assert (steps.document.id, steps.document.title) == ("guide/first_steps.md", "First steps")
    assert steps.document.text == "intro\n\n## First *steps* ##\n\nGo.\n"
    assert (notes.document.title, notes.document.metadata) == ("plain notes", {"file": "plain_notes.txt"})


def test_hidden_files_and_folders_are_passed_over(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.md").write_text("secret")
    (tmp_path / ".env.txt").write_text("secret")
    assert read(tmp_path) == [
        Reject(".git", "a hidden folder", kind="left out", group="hidden"),
        Reject(".env.txt", "a hidden file", kind="left out", group="hidden"),
    ]


def test_nothing_outside_the_folder_is_read(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "linked").symlink_to(outside, target_is_directory=True)
    reason = "a symbolic link, which is not followed"
    assert read(folder) == [Reject(name, reason, name) for name in ("linked", "link.txt")]


def test_pipes_are_refused_without_being_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (item,) = read(tmp_path)
    assert item.reason == "not a regular file"


def test_too_large_and_empty_files_are_refused_and_a_guess_is_noted(tmp_path):
    with (tmp_path / "a_large.txt").open("wb") as stream:
        stream.truncate(1001)
    (tmp_path / "b_latin.txt").write_bytes(b"caf\xe9")
    (tmp_path / "c_empty.txt").write_text(" \n")
    (tmp_path / "d_good.txt").write_bytes("\ufeffcafé\r\nau lait".encode())
    reader = TextFolderReader(tmp_path, ParseLimits(file_bytes=1000))
    large, latin, guessed, empty, good = reader.read()
    assert large.reason == "the file has 1,001 bytes, at most 1,000"
    assert latin.document.text == "café"
    assert (guessed.kind, guessed.position, guessed.document_id) == ("note", "b_latin.txt", None)
    assert guessed.reason.startswith("read as windows-1252; a guess")
    assert (empty.reason, empty.document_id) == ("no text", "c_empty.txt")
    assert good.document.text == "café\nau lait"


def test_a_file_name_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    (item,) = read(tmp_path)
    assert isinstance(item, Reject)
    assert "lone surrogate" in item.reason
    item.position.encode()


def test_progress_counts_files(tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("x")
    reader = TextFolderReader(tmp_path)
    assert [reader.fraction for _ in reader.read()] == [0.0, 0.25, 0.5, 0.75]
    assert reader.fraction == 1.0


def test_a_folder_of_every_kind_with_hostile_files_beside_good_ones(tmp_path):
    (tmp_path / "a.html").write_bytes(b"<title>Page</title><p>One.</p><p>Two.</p>")
    (tmp_path / "b.pdf").write_bytes(pdf("A page.", title="Report"))
    (tmp_path / "c.docx").write_bytes(docx("A paragraph.", title="Minutes"))
    (tmp_path / "d_bomb.docx").write_bytes(zipped({"word/document.xml": b"\0" * 30_000_000}))
    (tmp_path / "e_climbing.docx").write_bytes(zipped({"../../x": b"x"}))
    (tmp_path / "f_broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "g.markdown").write_text("# Heading\n\nText.")
    items = read(tmp_path)
    titles = [item.document.title for item in items if isinstance(item, Located)]
    assert titles == ["Page", "Report", "Minutes", "Heading"]
    assert items[0].document.text == "One.\n\nTwo."
    refused = {item.position: item.reason for item in items if isinstance(item, Reject)}
    assert list(refused) == ["d_bomb.docx", "e_climbing.docx", "f_broken.pdf"]
    assert "times its size" in refused["d_bomb.docx"]
    assert "climbs out" in refused["e_climbing.docx"]
