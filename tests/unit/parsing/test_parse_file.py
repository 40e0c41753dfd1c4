"""Text out of files of every kind."""

import os

import pytest
from fixtures.sample_files import docx, pdf

from search_app.errors import BadInputError
from search_app.parsing import MEDIA_TYPES, ParsedDocument, ParseLimits, Parser, parse_file

PAGE = b"""<!doctype html><html><head><title> The   title </title><style>p {color: red}</style>
<script>var hidden = 1 < 2;</script></head><body><nav>Home | About</nav>
<h1>Heading</h1><p>First <b>par</b>agraph,
with a line break.<br>Second line &amp; more.</p><!-- a comment -->
<ul><li>one</li><li>two</li></ul>
<table><tr><th>k</th><th>v</th></tr><tr><td>a</td><td>1</td></tr></table>
<pre>kept
  as   is</pre><p hidden>secret</p><div>caf\xc3\xa9</div></body></html>"""


def parse(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return parse_file(path)


def test_plain_text_is_kept_as_it_is(tmp_path):
    parsed = parse(tmp_path, "my_notes.txt", b"\xef\xbb\xbfOne.\r\n\r\nTwo.\n")
    assert parsed == ParsedDocument("my notes", "One.\n\nTwo.\n", "text/plain")
    assert parse(tmp_path, "wide.txt", "Größe".encode("utf-16")).text == "Größe"


def test_markdown_takes_its_first_heading_for_a_title(tmp_path):
    parsed = parse(tmp_path, "a.MD", b"intro\n\n## First *steps* ##\n\nGo.\n")
    assert parsed == ParsedDocument("First steps", "intro\n\n## First *steps* ##\n\nGo.\n", "text/markdown")


def test_html_blocks_become_paragraphs(tmp_path):
    parsed = parse(tmp_path, "a.html", PAGE)
    assert parsed.title == "The title"
    assert parsed.media_type == "text/html"
    assert parsed.text == (
        "Heading\n\nFirst paragraph, with a line break.\nSecond line & more.\n\none\ntwo\n\n"
        "k | v\na | 1\n\nkept\n  as   is\n\ncafé"
    )


def test_tables_that_lay_out_a_page_leave_no_marks(tmp_path):
    page = b"<table><tr><td></td><td><p>Menu</p></td><td><p>Text</p></td></tr></table>"
    assert parse(tmp_path, "a.html", page).text == "Menu\n\nText"


def test_html_in_its_declared_encoding(tmp_path):
    page = '<meta charset="iso-8859-2"><p>Žluťoučký kůň</p>'.encode("iso-8859-2")
    assert parse(tmp_path, "a.htm", page).text == "Žluťoučký kůň"


def test_pdf_pages_become_paragraphs_and_broken_words_are_joined(tmp_path):
    parsed = parse(tmp_path, "a.pdf", pdf("First page, hyphen-\nated.", "Second page.", title="A report"))
    assert parsed.title == "A report"
    assert parsed.text == "First page, hyphenated.\n\nSecond page."
    assert parsed.media_type == "application/pdf"


def test_word_paragraphs_and_tables_in_order(tmp_path):
    content = docx("First.", "", "Second.", title="Minutes", table=[["who", "what"], ["Ann", "tests"]])
    parsed = parse(tmp_path, "a.docx", content)
    assert (parsed.title, parsed.text) == ("Minutes", "First.\n\nSecond.\n\nwho | what\nAnn | tests")
    assert parsed.media_type == MEDIA_TYPES[".docx"]


def test_a_file_without_a_title_is_called_by_its_name(tmp_path):
    assert parse(tmp_path, "some_thing.html", b"<p>x</p>").title == "some thing"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xyz", b"x", "not one of the kinds .txt, .md"),
        ("a.txt", b"\0" * 8, "not text"),
        ("a.txt", b"", "no text: the file is empty"),
        ("a.md", b"---\ntitle: x\n---\n \n", "no text"),
        (
            "a.html",
            b"<title>x</title><div id=root></div><script>1</script>",
            "no text: a script fills the page",
        ),
        ("a.pdf", b"not a pdf", "damaged"),
        ("a.pdf", pdf(""), "no text layer"),
        ("a.docx", b"not a word document", "not a Word document"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_reason(tmp_path, name, content, reason):
    with pytest.raises(BadInputError, match=f"{name} cannot be read: .*{reason}") as caught:
        parse(tmp_path, name, content)
    assert "\n" not in str(caught.value)


def test_missing_files_folders_and_pipes_are_refused_without_waiting(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name, reason in (
        ("folder.txt", "not a regular file"),
        ("pipe.txt", "regular"),
        ("none.txt", "No such file"),
    ):
        with pytest.raises(BadInputError, match=reason):
            parse_file(tmp_path / name)


def test_links_are_followed_only_where_that_is_wanted(tmp_path):
    (tmp_path / "real.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    assert parse_file(tmp_path / "link.txt").text == "x"
    with Parser() as parser, pytest.raises(BadInputError, match="a symbolic link, which is not followed"):
        parser.parse(tmp_path / "link.txt", follow_links=False)


def test_one_process_reads_many_files_and_a_bad_one_costs_only_itself(tmp_path):
    for name, content in (("a.html", b"<p>a</p>"), ("b.docx", b"bad"), ("c.html", b"<p>c</p>")):
        (tmp_path / name).write_bytes(content)
    with Parser() as parser:
        assert parser.parse(tmp_path / "a.html").text == "a"
        with pytest.raises(BadInputError):
            parser.parse(tmp_path / "b.docx")
        assert parser.parse(tmp_path / "c.html").text == "c"


def test_limits_must_be_positive():
    with pytest.raises(BadInputError, match="pages = 0"):
        ParseLimits(pages=0)
