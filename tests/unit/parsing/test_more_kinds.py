"""Slides, sheets, OpenDocument, books, rich text, mail and source text, made on the spot."""

import pytest
from fixtures.sample_files import zipped

from search_app.errors import BadInputError
from search_app.parsing import parse_file

_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def parsed(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return parse_file(path)


def packed(entries):
    return zipped({name: text.encode() for name, text in entries.items()})


def slide(text):
    paragraph = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
    return f'<p:sld xmlns:p="p" xmlns:a="a"><p:sp><p:txBody>{paragraph}</p:txBody></p:sp></p:sld>'


def test_slides_come_in_the_order_of_the_presentation(tmp_path):
    found = parsed(
        tmp_path,
        "a.pptx",
        packed(
            {
                "ppt/presentation.xml": f'<p:presentation xmlns:p="p" {_R}>'
                '<p:sldId r:id="r2"/><p:sldId r:id="r1"/></p:presentation>',
                "ppt/_rels/presentation.xml.rels": f"<Relationships {_RELATIONS}>"
                '<Relationship Id="r1" Target="slides/slide1.xml"/>'
                '<Relationship Id="r2" Target="/ppt/slides/slide2.xml"/></Relationships>',
                "ppt/slides/slide1.xml": slide("Second words"),
                "ppt/slides/slide2.xml": slide("First words"),
            }
        ),
    )
    assert (found.title, found.text) == ("First words", "First words\n\nSecond words")


def test_sheets_come_as_lines_with_dates_as_dates(tmp_path):
    found = parsed(
        tmp_path,
        "a.xlsx",
        packed(
            {
                "xl/workbook.xml": f"<workbook {_R}><sheets>"
                '<sheet name="Prices" r:id="r1"/></sheets></workbook>',
                "xl/_rels/workbook.xml.rels": f"<Relationships {_RELATIONS}>"
                '<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
                "xl/sharedStrings.xml": "<sst><si><t>Apple</t></si></sst>",
                "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/>'
                '<xf numFmtId="14"/></cellXfs></styleSheet>',
                "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"
                '<c t="s"><v>0</v></c><c><v>1.5</v></c>'
                '<c s="1"><v>45292</v></c></row></sheetData></worksheet>',
            }
        ),
    )
    assert found.text == "Prices\nApple | 1.5 | 2024-01-01"


def test_open_document_texts(tmp_path):
    content = (
        '<d xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="t">'
        "<text:h>Head</text:h>"
        '<text:p>two<text:s text:c="2"/>words</text:p><table:table><table:table-row><table:table-cell>'
        "<text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>"
        "</table:table-row></table:table></d>"
    )
    found = parsed(tmp_path, "a.odt", packed({"content.xml": content}))
    assert (found.title, found.text) == ("Head", "Head\n\ntwo  words\n\na | b")


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path):
    found = parsed(
        tmp_path,
        "a.epub",
        packed(
            {
                "META-INF/container.xml": '<container><rootfile full-path="O/p.opf"/></container>',
                "O/p.opf": '<package xmlns:dc="d"><dc:title>Book</dc:title>'
                '<item id="1" href="a.xhtml" media-type="application/xhtml+xml"/>'
                '<item id="2" href="b.xhtml" media-type="application/xhtml+xml"/>'
                '<itemref idref="2"/><itemref idref="1"/></package>',
                "O/a.xhtml": "<html><body><p>Last chapter.</p></body></html>",
                "O/b.xhtml": "<html><body><p>First chapter.</p></body></html>",
            }
        ),
    )
    assert (found.title, found.text) == ("Book", "First chapter.\n\nLast chapter.")


def test_rich_text(tmp_path):
    found = parsed(tmp_path, "a.rtf", r"{\rtf1\ansi{\info{\title A Letter}}Caf\'e9 \b bold\b0 .\par Next.}")
    assert found.title == "A Letter"
    assert "Café bold." in found.text
    assert "Next." in found.text


MAIL = (
    "From: a@example.org\nSubject: =?utf-8?q?Caf=C3=A9?=\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\nThe body.\n"
    "--x\nContent-Type: text/csv\nContent-Disposition: attachment; filename=t.csv\n\n1,2\n"
    "--x\nContent-Type: image/png\nContent-Disposition: attachment; filename=p.png\n\nxx\n--x--\n"
)


def test_mail_with_its_attachments_that_are_text(tmp_path):
    found = parsed(tmp_path, "a.eml", MAIL)
    assert found.title == "Café"
    assert all(part in found.text for part in ("The body.", "Attachment t.csv:\n1,2"))
    assert found.notes == ("the attachment p.png is not read",)
    box = parsed(tmp_path, "a.mbox", f"From a Mon\n{MAIL}\nFrom b Tue\nSubject: Second\n\nMore.\n")
    assert "The body." in box.text
    assert "Subject: Second\n\nMore." in box.text


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.rst", "Title\n=====\n\ntext", "Title"),
        ("a.tex", "\\title{A Paper}\ntext", "A Paper"),
        ("main.py", "x = 1", "main"),
        ("README", "words", "README"),
        ("a.log", "line", "a"),
    ],
)
def test_source_text_is_read_as_written(tmp_path, name, content, title):
    found = parsed(tmp_path, name, content)
    assert (found.title, found.text) == (title, content)


@pytest.mark.parametrize("kind", ["pptx", "xlsx", "odt", "ods", "odp", "epub"])
def test_bombs_and_files_that_are_no_archive_are_refused(tmp_path, kind):
    with pytest.raises(BadInputError, match="times its size"):
        parsed(tmp_path, f"bomb.{kind}", zipped({"content.xml": b"\0" * 30_000_000}))
    with pytest.raises(BadInputError, match="not an? "):
        parsed(tmp_path, f"none.{kind}", b"nothing packed")
