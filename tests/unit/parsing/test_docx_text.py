"""Word documents: the final view, whole."""

import pytest
from fixtures.sample_files import docx, zipped

from search_app.parsing.docx_text import parse_docx
from search_app.parsing.limits import ParseLimits

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def parsed(body, space=W, related="", **parts):
    document = f'<w:document xmlns:w="{space}" {SPACES}><w:body>{body}</w:body></w:document>'
    entries = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{OFFICE}/officeDocument" '
        'Target="/word/document.xml"/></Relationships>',
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f"<Relationships>{related}</Relationships>",
        **{f"word/{name}.xml": f'<w:x xmlns:w="{W}">{content}</w:x>' for name, content in parts.items()},
    }
    content = zipped({name: text.encode() for name, text in entries.items()})
    return parse_docx(content, ParseLimits(archive_ratio=10_000))


def related(*kinds):
    return "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in kinds
    )


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside, style=None):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(inside)}</w:p>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            paragraph(run("pays "), f"<w:del>{run('90')}</w:del><w:ins>{run('42')}</w:ins>", run(" euros")),
            "pays 42 euros",
        ),
        ("<w:ins>" + paragraph(run("whole")) + "</w:ins>", "whole"),
        (
            f"<w:p><w:moveFrom>{run('old')}</w:moveFrom></w:p><w:p><w:moveTo>{run('new')}</w:moveTo></w:p>",
            "new",
        ),
        (
            f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('one ')}</w:p>" + paragraph(run("line")),
            "one line",
        ),
        (f"<w:p><w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del>{run('y')}</w:ins></w:p>", "y"),
        (
            f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('in a control'))}</w:sdtContent></w:sdt>",
            "in a control",
        ),
        (paragraph(f"<w:sdt><w:sdtContent>{run('inline')}</w:sdtContent></w:sdt>"), "inline"),
        (paragraph(f"<w:hyperlink>{run('a link')}</w:hyperlink>"), "a link"),
        (paragraph("<w:fldSimple w:instr='DATE'>" + run("May 1") + "</w:fldSimple>"), "May 1"),
        (paragraph("<w:r><w:instrText>PAGEREF x</w:instrText></w:r>", run("12")), "12"),
        (
            paragraph(
                "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"
            ),
            "a\tb\nc-d",
        ),
        (paragraph(run("a"), "<w:smartTag>" + run("b") + "</w:smartTag>"), "ab"),
    ],
)
def test_the_final_view_is_read(body, text):
    assert parsed(body).text == text


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{paragraph(run('boxed'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert (
        parsed(paragraph(run("before "), f"<w:r>{both}</w:r>", run("after"))).text == "before after\n\nboxed"
    )
    old = f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    assert parsed(paragraph(old)).text == "boxed"


def test_tables_in_tables_and_deleted_rows():
    def cell(inside):
        return f"<w:tc>{inside}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(paragraph(run('x')))}{cell(paragraph(run('y')))}</w:tr></w:tbl>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph(run('gone')))}</w:tr>"
    row = f"<w:tr>{cell(paragraph(run('a')))}{cell(inner + '<w:p/>')}</w:tr>"
    control = f"<w:sdt><w:sdtContent><w:tr>{cell(paragraph(run('b')))}</w:tr></w:sdtContent></w:sdt>"
    assert parsed(f"<w:tbl>{row}{gone}{control}</w:tbl>").text == "a | x | y\nb"


def test_notes_headers_and_footers_follow_the_text():
    body = paragraph(run("text"), '<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="1"/></w:r>')
    body += '<w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>'
    found = parsed(
        body,
        related=related("footnotes", "endnotes", "header", "footer", "comments"),
        footnotes=f'<w:footnote w:type="separator" w:id="0">{paragraph(run("no"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("below"))}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{paragraph(run("at the end"))}</w:endnote>',
        header=paragraph(run("Company")),
        footer=paragraph(run("7")) + paragraph(run("Secret")),
        comments="<w:comment/><w:comment/>",
    )
    assert found.text == "text\n\nbelow\n\nat the end\n\nCompany\n\nSecret"
    assert found.notes == ("2 comments were left out",)


def test_the_strict_form_is_read_alike():
    assert parsed(paragraph(run("strict"), style="Heading1"), space=STRICT)[:2] == ("strict", "strict")


@pytest.mark.parametrize(
    "title", ["Word Document", "Document1", "Microsoft Word - x", "untitled", "letter.docx", " "]
)
def test_a_default_title_is_none(title):
    assert parse_docx(docx("Some text.", title=title), ParseLimits()).title is None


def test_without_a_title_the_first_heading_is_it():
    body = paragraph(run("intro")) + paragraph(run("Minutes of "), run("the board"), style="Heading1")
    assert parsed(body).title == "Minutes of the board"
    styles = (
        '<w:style w:styleId="berschrift"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="own"><w:name w:val="House"/><w:basedOn w:val="berschrift"/></w:style>'
        '<w:style w:styleId="toc"><w:name w:val="TOC Heading"/><w:basedOn w:val="berschrift"/></w:style>'
    )
    body = paragraph(run("Contents"), style="toc") + paragraph(run("Real"), style="own")
    assert parsed(body, related=related("styles"), styles=styles).title == "Real"
