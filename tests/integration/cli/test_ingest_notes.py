"""What was guessed, damaged or left out of files, told by the command that ingests them."""

import json

from fixtures.sample_files import pdf


def test_notes_are_named_in_the_summary_and_listed_without_failing(command_line, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "latin.txt").write_bytes(b"The cat of the caf\xe9.")
    (folder / "scan.pdf").write_bytes(pdf("The dog.", "", title="Dogs"))
    (folder / "tale.md").write_text("---\ntitle: A tale\ntags: [snow]\n---\nThe cat and the dog.\n")
    done = command_line("ingest", str(folder), "--reader", "text", "-c", "notes", "--json")
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert (outcome["documents"], outcome["rejects"]) == (3, 0)
    assert outcome["notes"] == [
        "latin.txt: read as windows-1252; a guess, since nothing declares its encoding and it is not UTF-8",
        "scan.pdf: 1 of 2 pages has no text: 2",
    ]
    with open(outcome["rejects_file"]) as stream:
        listed = [json.loads(line) for line in stream]
    assert [(entry["kind"], entry["position"]) for entry in listed] == [
        ("note", "latin.txt"),
        ("note", "scan.pdf"),
    ]
