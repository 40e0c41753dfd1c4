import json

TEXT = (
    "# Notes\n\nThe cat is an animal.\n\n"
    + "A long walk on the road to the river. " * 12
    + "\n\nThe doctor has a vaccine for the virus.\n"
)


def test_the_best_passages_are_shown_in_their_place(command_line, tmp_path):
    file = tmp_path / "notes.md"
    file.write_text(TEXT)
    done = command_line("in-document", str(file), "vaccine virus", "-k", "2")
    assert done.returncode == 0, done.stderr
    first = done.stdout[: done.stdout.index("2. ")]
    assert "The doctor has a vaccine for the virus." in first
    assert "% down" in first
    assert not command_line.data_dir.exists()


def test_json_gives_places_in_the_text(command_line, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(f"<html><title>Health</title><body><p>{TEXT}</p></body></html>")
    done = command_line("in-document", str(file), "doctor", "-k", "1", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["file"], answer["title"]) == ("page.html", "Health")
    (hit,) = answer["hits"]
    assert (hit["rank"], hit["end"] - hit["start"]) == (1, len(hit["text"]))
    assert "doctor" in hit["text"]


def test_what_was_guessed_is_said_beside_the_answer(command_line, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_bytes(b"The doctor of the caf\xe9 has a vaccine.")
    done = command_line("in-document", str(file), "doctor", "--json")
    assert done.returncode == 0, done.stderr
    assert "notes.txt: read as windows-1252; a guess" in done.stderr
    assert "caf\\u00e9" in done.stdout


def test_what_cannot_be_read_is_one_message(command_line, tmp_path):
    for name, question in (("absent.txt", "cat"), ("blank.txt", " ")):
        (tmp_path / "blank.txt").write_text("cat")
        done = command_line("in-document", str(tmp_path / name), question)
        assert done.returncode in (2, 3)
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("error: ")
