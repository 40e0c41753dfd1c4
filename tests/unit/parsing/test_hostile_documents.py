"""Files as people report them to the makers of text extractors, rebuilt by hand: no word lost or doubled."""

import base64
import json

import pytest
from fixtures.sample_files import zipped

from search_app.errors import BadInputError
from search_app.parsing import parse_file

_DOCX = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_DRAWN = (
    'xmlns:a="a" xmlns:p="p" xmlns:mc="mc" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def parsed(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return parse_file(path)


def packed(entries):
    return zipped(
        {name: text if isinstance(text, bytes) else text.encode() for name, text in entries.items()}
    )


def relations(*entries):
    listed = (f'<Relationship Id="{i}" Type="{_KIND}/{kind}" Target="{to}"/>' for i, kind, to in entries)
    return f"<Relationships {_RELATIONS}>{''.join(listed)}</Relationships>"


def word(body, related=(), **parts):
    return packed(
        {
            "_rels/.rels": relations(("r", "officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {_DOCX}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(*related),
            **parts,
        }
    )


def test_word_takes_in_whole_files(tmp_path):
    archive = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>caf\xc3\xa9</p>\r\n--b--\r\n"
    )
    body = "<w:p><w:r><w:t>Main.</w:t></w:r></w:p>" + "".join(
        f'<w:altChunk r:id="{name}"/>' for name in "abcd"
    )
    related = [(name[0], "aFChunk", name) for name in ("a.htm", "b.txt", "c.mht", "d.bin")]
    parts = {"word/a.htm": "<p>A page</p>", "word/b.txt": "A text", "word/c.mht": archive, "word/d.bin": "x"}
    found = parsed(tmp_path, "a.docx", word(body, related, **parts))
    assert found.text == "Main.\n\nA page\n\nA text\n\ncafé"
    assert found.notes == ("1 embedded file was left out",)


def test_word_signs_of_symbol_fonts_and_hidden_text(tmp_path):
    body = (
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F061"/><w:t>-decay</w:t>'
        '<w:sym w:font="Other" w:char="F061"/>'
        "</w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown</w:t></w:r></w:p>'
    )
    found = parsed(tmp_path, "a.docm", word(body))
    assert (found.text, found.notes) == ("α-decay shown", ("1 hidden piece of text was left out",))


@pytest.mark.parametrize(
    ("name", "content", "text", "note"),
    [
        ("a.docx", "<!DOCTYPE html><p>A page</p>", "A page", "it is named .docx but is a web page"),
        ("a.docx", r"{\rtf1 Rich}", "Rich", "it is named .docx but is rich text"),
        ("a.pdf", "<html><p>Log in</p></html>", "Log in", "it is named .pdf but is a web page"),
    ],
)
def test_files_under_a_wrong_name_are_read_and_said(tmp_path, name, content, text, note):
    found = parsed(tmp_path, name, content)
    assert (found.text, found.notes) == (text, (note,))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p style='color:red; display: none'>no</p><p>yes", "yes"),
        ("<p>soft&shy;ware zero&#8203;width &#64257;re", "software zerowidth fire"),
        ("<svg><title>Icon</title><text>drawn</text></svg><p>after", "drawn\n\nafter"),
        ("<ruby>漢字<rt>かんじ</rt></ruby>", "漢字"),
        ("<p>a <img alt='red kite' src=x> b", "a red kite b"),
        (
            "<div><template shadowrootmode=open><p>shadow</p></template></div><template>no</template>",
            "shadow",
        ),
        ("<html><frameset><frame src=a><noframes><body>plain</body></noframes></frameset></html>", "plain"),
    ],
)
def test_pages_give_what_a_reader_sees(tmp_path, page, text):
    assert parsed(tmp_path, "a.html", page).text == text


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>Untitled Document</title><h1>Real</h1>", "Real"),
        ("<title>about:blank</title><h2>Second level</h2>", "Second level"),
        ("<title>Page</title><h1>Other</h1>", "Page"),
    ],
)
def test_default_titles_of_pages_give_way_to_headings(tmp_path, page, title):
    assert parsed(tmp_path, "a.html", page).title == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# [A *link*](http://x) and `co_de`", "A link and co_de"),
        (r"# C\# and \*stars\*", "C# and *stars*"),
        ("# Fish &amp; chips", "Fish & chips"),
        ("# snake_case_name", "snake_case_name"),
        ('{\n"title": "From JSON"\n}\n\nbody', "From JSON"),
    ],
)
def test_titles_of_markdown_are_words(tmp_path, text, title):
    assert parsed(tmp_path, "a.md", text).title == title


def test_codes_for_terminals_are_no_text(tmp_path):
    found = parsed(tmp_path, "a.log", "\x1b[31merror\x1b[0m N\bNA\bA")
    assert (found.text, found.notes) == ("error NA", ("4 codes for a terminal were left out",))


def test_a_book_keeps_its_other_chapters(tmp_path):
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    names = ("cover", "one", "lost")
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in names)
    order = "".join(f'<itemref idref="{n}"/>' for n in names)
    found = parsed(
        tmp_path,
        "a.epub",
        packed(
            {
                "META-INF/container.xml": '<c><rootfile full-path="b.opf"/></c>',
                "b.opf": f"<package>{items}{order}</package>",
                "cover.xhtml": page.format('<img src="c.png"/>'),
                "one.xhtml": page.format("<p>Chapter one</p>"),
            }
        ),
    )
    assert found.text == "Chapter one"
    assert found.notes == (
        "the chapter cover.xhtml is left out: no text",
        "the book lacks its chapter lost.xhtml",
    )


def test_slides_draw_once_with_their_diagrams_and_charts(tmp_path):
    def shape(text):
        return f"<p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"

    once = shape("Once")
    twice = f"<mc:Choice>{once}</mc:Choice><mc:Fallback>{once}</mc:Fallback>"
    twice = f"<mc:AlternateContent>{twice}</mc:AlternateContent>"
    found = parsed(
        tmp_path,
        "a.pptx",
        packed(
            {
                "ppt/presentation.xml": f'<p:presentation {_DRAWN}><p:sldId r:id="s"/></p:presentation>',
                "ppt/_rels/presentation.xml.rels": relations(("s", "slide", "slides/slide1.xml")),
                "ppt/slides/slide1.xml": f"<p:sld {_DRAWN}>{twice}</p:sld>",
                "ppt/slides/_rels/slide1.xml.rels": relations(
                    ("d", "diagramData", "../diagrams/data1.xml"), ("c", "chart", "../charts/chart1.xml")
                ),
                "ppt/diagrams/data1.xml": f"<d {_DRAWN}><t><a:p><a:t>Diagram</a:t></a:p></t></d>",
                "ppt/charts/chart1.xml": f"<c {_DRAWN}><a:t>Sales</a:t><v>North</v><v>17</v></c>",
                "docProps/core.xml": "<c><title>PowerPoint-Präsentation</title></c>",
            }
        ),
    )
    assert found.text == "Once\n\nSales\n\nNorth\n\nDiagram"
    assert found.title == "Once"


def test_sheets_give_their_boxes_and_find_their_strings(tmp_path):
    found = parsed(
        tmp_path,
        "a.xlsx",
        packed(
            {
                "xl/workbook.xml": f'<workbook {_DRAWN}><sheet name="S" r:id="s"/></workbook>',
                "xl/_rels/workbook.xml.rels": relations(
                    ("s", "worksheet", "worksheets/sheet1.xml"), ("t", "sharedStrings", "strings.xml")
                ),
                "xl/strings.xml": "<sst><si><t>Apple</t></si></sst>",
                "xl/worksheets/sheet1.xml": '<w><row><c t="s"><v>0</v></c></row></w>',
                "xl/worksheets/_rels/sheet1.xml.rels": relations(
                    ("d", "drawing", "../drawings/drawing1.xml"), ("c", "comments", "../comments1.xml")
                ),
                "xl/drawings/drawing1.xml": f"<d {_DRAWN}><a:p><a:t>Box</a:t></a:p></d>",
                "xl/comments1.xml": "<c><comment><text><t>why</t></text></comment></c>",
            }
        ),
    )
    assert (found.text, found.notes) == ("S\nApple\n\nBox", ("1 comment was left out",))


def test_notes_of_open_document_follow_the_text(tmp_path):
    note = "<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>Foot</t:p></t:note-body></t:note>"
    body = f"<t:p>Sentence{note} goes on.</t:p>"
    found = parsed(tmp_path, "a.odt", packed({"content.xml": f'<d xmlns:t="t">{body}</d>'}))
    assert found.text == "Sentence goes on.\n\nFoot"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}caf\'e9 {\f1\'cf\'f0\'e8}}",
            "café При",
        ),
        (rb"{\rtf1 a\u8364 ?b\uc0\u8364 c\uc2 \u8364 ??d}", "a€b€c€d"),
        (rb"{\rtf1 x{\v hidden}{\deleted gone}{\*\unknown no}{\footnote foot}y}", "xy\n\nfoot"),
        (rb"{\rtf1 x{\header Head}y}", "xy\n\nHead"),
        (rb"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt linked}}\{b\}}", "linked{b}"),
        (rb"{\rtf1{\shp{\*\shpinst{\sp{\sn n}}{\shptxt Box}}{\shprslt Box}}}", "Box"),
    ],
)
def test_rich_text(tmp_path, content, text):
    assert parsed(tmp_path, "a.rtf", content).text == text


def test_mail_of_many_parts(tmp_path):
    inner = word("<w:p><w:r><w:t>Contract</w:t></w:r></w:p>")
    mail = (
        b"From: J\xf6rg <a@b>\nSubject: Gr\xfc\xdfe\nContent-Type: multipart/mixed; boundary=X\n\n"
        b"--X\nContent-Type: multipart/mixed; boundary=Y\n\n--Y\nContent-Type: text/plain\n\nInner\n--Y--\n"
        b"--X\nContent-Type: text/plain\n\nFooter\n"
        b'--X\nContent-Type: application/octet-stream; name="c.docx"\nContent-Transfer-Encoding: base64\n'
        b'Content-Disposition: attachment; filename="c.docx"\n\n' + base64.encodebytes(inner) + b"--X--\n"
    )
    found = parsed(tmp_path, "a.eml", mail)
    assert found.title == "Grüße"
    assert found.text.endswith("Subject: Grüße\n\nInner\n\nFooter\n\nAttachment c.docx:\nContract")


def test_a_mailbox_keeps_its_other_messages(tmp_path):
    first = "From a@b x\nFrom: a@b\n\nfirst\n>From here\n\n"
    box = f"{first}From c@d x\n\nno header\n\nFrom e@f x\nFrom: e@f\n\nthird\n"
    found = parsed(tmp_path, "a.mbox", box)
    assert "first\nFrom here" in found.text
    assert "third" in found.text
    assert found.notes == ("message 2 is left out: not a mail message: it has no header",)


def test_notebooks_and_xml(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["# Study\n", "Words"]},
        {
            "cell_type": "code",
            "source": "print(1)",
            "outputs": [{"text": ["printed\n"]}, {"data": {"image/png": "x"}}],
        },
    ]
    found = parsed(tmp_path, "a.ipynb", json.dumps({"cells": cells}))
    assert (found.title, found.text) == ("Study", "# Study\nWords\n\nprint(1)\n\nprinted")
    assert found.notes == ("1 picture was left out",)
    xml = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><title>T</title><p>one <b>two</b></p></a>'
    assert parsed(tmp_path, "a.xml", xml).text == "T\none two"
    with pytest.raises(BadInputError, match="not a notebook"):
        parsed(tmp_path, "b.ipynb", "{}")


def _page(title):
    content = (
        b"BT /F1 24 Tf 50 700 Td (Annual Report) Tj /F1 11 Tf 0 -40 Td (The body has many words here.) Tj "
        b"0 -15 Td (And a second line.) Tj ET"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
        b"/Annots[null 6 0 R]>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Annot/Subtype/Highlight/Rect[0 0 9 9]/Contents(why)>>",
        b"<</Title(%s)>>" % title,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out, head + table + b"trailer <</Size 8/Root 1 0 R/Info 7 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        (b"about:blank", "Annual Report"),
        (b"Microsoft Word - x.doc", "Annual Report"),
        (b"untitled", "Annual Report"),
        (b"A Real Title", "A Real Title"),
    ],
)
def test_a_heading_stands_in_for_a_junk_title(tmp_path, title, named):
    found = parsed(tmp_path, "a.pdf", b"".join(_page(title)))
    assert (found.title, found.notes) == (named, ("1 comment was left out",))


def test_a_pdf_without_its_end_is_read_and_half_a_page_is_damaged(tmp_path):
    whole, _ = _page(b"untitled")
    found = parsed(tmp_path, "a.pdf", whole)
    assert (found.title, "second line" in found.text) == ("Annual Report", True)
    assert "its structure is damaged" in found.notes[0]
    with pytest.raises(BadInputError, match="damaged"):
        parsed(tmp_path, "b.pdf", whole[:200])
