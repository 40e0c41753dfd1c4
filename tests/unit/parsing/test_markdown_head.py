"""Titles and front matter of Markdown files."""

import pytest

from search_app.parsing import parse_file
from search_app.parsing.markdown_head import markdown_head


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("```bash\n# remove it\n```\n\n# Real", "Real"),
        ("~~~\n# a\n```\n# b\n~~~\n# Real", "Real"),
        ("````\n```\n# a\n````\n# Real", "Real"),
        ("    # code\n\n# Real", "Real"),
        ("<!--\n# Draft\n-->\n# Real <!-- omit in toc -->", "Real"),
        ("<!-- ```\n-->\n# Real", "Real"),
        ("<pre>\n# no\n</pre>\n# Real", "Real"),
        ("Real\n====\n\n```sh\n# no\n```", "Real"),
        ("Real\ntitle\n---\n", "Real title"),
        ("para\n\n---\n\n# Real", "Real"),
        ("- item\n---\n# Real", "Real"),
        ("a | b\n--- | ---\n\n# Real", "Real"),
        ("#nope\n\n#\n\n# Real #", "Real"),
        ("# Real {#anchor}", "Real"),
        ('<h1 align="center">\n<img src="x"> <b>Real</b>\n</h1>', "Real"),
        ("---\n# a comment\ntitle: Real\n---\n# Other", "Real"),
        ("---\ntitle: 'It''s real'\n---\nx", "It's real"),
        ("---\nTitle: >-\n  Rea\n  l\n...\nx", "Rea l"),
        ("---\ntitle:\n---\n# Real", "Real"),
        ('+++\ntitle = "Real"\n+++\nx', "Real"),
        ("---\nJust a paragraph\n---\n", "Just a paragraph"),
        ("plain text", None),
    ],
)
def test_the_title_is_the_first_that_a_reader_sees(text, title):
    assert markdown_head(text).title == title


def test_simple_entries_of_front_matter_are_metadata():
    yaml = '---\ntitle: T\ntags: [bike, "snow, ice"] # c\nauthors:\n  - Ann\n- Bo\n'
    yaml += "date: 2024-05-01\nno: {a: 1}\n---\n"
    assert markdown_head(yaml).metadata == {
        "tags": ["bike", "snow, ice"],
        "authors": ["Ann", "Bo"],
        "date": "2024-05-01",
    }
    toml = '+++\ndraft = false\ntags = ["a"]\n[extra]\nx = 1\n+++\n'
    assert markdown_head(toml).metadata == {"draft": "false", "tags": ["a"]}


def test_old_line_ends_are_line_ends(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"# Title here\rbody one\r\r# Second\rbody two\r")
    parsed = parse_file(path)
    assert (parsed.title, parsed.text.split("\n")[1]) == ("Title here", "body one")
