"""Word documents, from their parts."""

from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed
from benchmarks.hard.zipped import content_types, relations, zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def _root(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{inside}</w:{name}>'


def word_document(body: str, *related: tuple[str, str, str], **parts: str) -> bytes:
    """Return a Word document; `parts` are others below word/, with an underscore for the dot."""
    named = {f"word/{name.replace('_', '.')}": content for name, content in parts.items()}
    return zipped(
        {
            "[Content_Types].xml": content_types(("/word/document.xml", _TYPE)),
            "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": _root("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(*related),
            **named,
        }
    )


def documents() -> Iterator[HardDocument]:
    """Yield Word documents."""
    yield from _changes()
    yield from _boxes()
    yield from _beside()
    yield from _packing()


def _changes() -> Iterator[HardDocument]:
    body = (
        _p(
            _run("The tenant pays ")
            + f"<w:del><w:r><w:delText>ninety</w:delText></w:r></w:del><w:ins>{_run('forty-two')}</w:ins>"
            + _run(" euros.")
        )
        + f"<w:ins>{_p(_run('Subletting needs consent.'))}</w:ins>"
        + _p(_run("Moved here from below."), "")
        .replace("<w:r>", "<w:moveTo><w:r>")
        .replace("</w:r>", "</w:r></w:moveTo>")
        + _p("<w:moveFrom>" + _run("obsolete wording") + "</w:moveFrom>")
        + _p(_run("split para", ""), "<w:rPr><w:del/></w:rPr>")
        + _p(_run("graph joined"))
        + _p(_run("visible ") + _run("concealed", "<w:vanish/>") + _run("phantom", '<w:rStyle w:val="Hid"/>'))
    )
    styles = _root(
        "styles",
        '<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    yield HardDocument(
        "changes.docx",
        "tracked insertions, deletions, moves, a deleted paragraph mark, hidden text, also by a style",
        word_document(body, ("rId9", "styles", "styles.xml"), styles_xml=styles),
        listed("forty-two Subletting Moved_here_from_below paragraph_joined visible"),
        listed("ninety obsolete concealed phantom"),
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://x" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + _run("our price list")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    dropdown = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="ferry"/>'
        '<w:listEntry w:val="tram"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    controls = (
        '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="maroon"/></w:dropDownList></w:sdtPr><w:sdtContent>'
        + _p(_run("turquoise"))
        + "</w:sdtContent></w:sdt>"
        + _p(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + _run("Click or tap here to enter text.", '<w:rStyle w:val="PlaceholderText"/>')
            + "</w:sdtContent></w:sdt>"
            + _run(" signed by hand")
        )
        + _p("<w:customXml><w:smartTag>" + _run("Lisbon") + "</w:smartTag></w:customXml>")
        + _p('<w:fldSimple w:instr="AUTHOR">' + _run("Ines Prado") + "</w:fldSimple>")
    )
    yield HardDocument(
        "controls.docx",
        "fields, content controls and their placeholders, smart tags, a chosen form entry",
        word_document(_p(_run("See ") + field) + _p(_run("Travel by ") + dropdown) + controls),
        listed("our_price_list turquoise Lisbon Ines_Prado signed_by_hand tram"),
        listed("HYPERLINK FORMDROPDOWN Click_or_tap maroon AUTHOR ferry"),
    )


def _boxes() -> Iterator[HardDocument]:
    inner = f"<w:txbxContent><w:sdt><w:sdtContent>{_p(_run('boxed sentence'))}</w:sdtContent></w:sdt></w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        '<wp:docPr id="1" name="Picture 7" descr="A heron beside the weir"/>'
        f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:shape><v:textbox>{inner.replace('boxed', 'older')}</v:textbox></v:shape></w:pict></w:r>"
    table = (
        f"<w:tbl><w:tr><w:tc>{_p(_run('outer'))}<w:tbl><w:tr><w:tc>{_p(_run('nested'))}</w:tc><w:tc>{_p(_run('twice'))}</w:tc></w:tr></w:tbl>"
        f"{_p('')}</w:tc><w:sdt><w:sdtContent><w:tc>{_p(_run('controlled'))}</w:tc></w:sdtContent></w:sdt></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{_p(_run('struck'))}</w:tc></w:tr></w:tbl>"
    )
    math = "<m:oMathPara><m:oMath><m:r><m:t>momentum</m:t></m:r></m:oMath></m:oMathPara>"
    yield HardDocument(
        "boxes.docx",
        "text boxes of both kinds with controls in them, tables in tables, formulas, a picture's description",
        word_document(_p(box + old) + table + _p(math)),
        listed("boxed_sentence older_sentence outer nested twice controlled momentum heron"),
        listed("struck"),
    )
    chart = (
        f"<c:chartSpace {_NAMESPACES}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Rainfall by month</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        "<c:plotArea><c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>Millimetres</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        "<c:cat><c:strRef><c:strCache><c:pt><c:v>January</c:v></c:pt></c:strCache></c:strRef></c:cat></c:ser></c:plotArea></c:chart></c:chartSpace>"
    )
    diagram = f"<dgm:dataModel {_NAMESPACES}><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Assess</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    yield HardDocument(
        "drawn.docx",
        "the words of a chart and of a diagram",
        word_document(
            _p(_run("Climate")),
            ("rId1", "chart", "chart1.xml"),
            ("rId2", "diagramData", "data1.xml"),
            chart1_xml=chart,
            data1_xml=diagram,
        ),
        listed("Climate Rainfall_by_month Millimetres January Assess"),
    )


def _beside() -> Iterator[HardDocument]:
    body = (
        _p(_run("Title of deeds"), '<w:pStyle w:val="Titre"/>')
        + _p(
            _run("The claim")
            + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            + _run(" holds")
            + '<w:r><w:endnoteReference w:id="3"/></w:r>'
            + '<w:r><w:commentReference w:id="0"/></w:r>'
        )
        + '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/></w:sectPr>'
    )
    foot = _root(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="0">{_p(_run("separatorword"))}</w:footnote><w:footnote w:id="2">{_p(_run("Ledger of 1871"))}</w:footnote>',
    )
    end = _root("endnotes", f'<w:endnote w:id="3">{_p(_run("Parish register"))}</w:endnote>')
    head = _root(
        "hdr",
        _p(_run("Confidential draft"))
        + _p("<w:r><w:pict><v:shape><v:textpath string='SPECIMEN'/></v:shape></w:pict></w:r>"),
    )
    comments = _root("comments", f'<w:comment w:id="0">{_p(_run("persnickety"))}</w:comment>')
    styles = _root("styles", '<w:style w:styleId="Titre"><w:name w:val="Title"/></w:style>')
    related = (
        ("rId1", "footnotes", "footnotes.xml"),
        ("rId2", "endnotes", "endnotes.xml"),
        ("rId3", "header", "header1.xml"),
        ("rId4", "comments", "comments.xml"),
        ("rId5", "styles", "styles.xml"),
    )
    yield HardDocument(
        "notes.docx",
        "footnotes, endnotes, a header, a comment, a title by a style of another language",
        word_document(
            body,
            *related,
            footnotes_xml=foot,
            endnotes_xml=end,
            header1_xml=head,
            comments_xml=comments,
            styles_xml=styles,
        ),
        listed("claim Ledger_of_1871 Parish_register Confidential_draft"),
        listed("separatorword persnickety"),
        "Title of deeds",
    )
    signs = (
        _p(
            _run("co")
            + "<w:r><w:softHyphen/></w:r>"
            + _run("operate")
            + "<w:r><w:tab/></w:r>"
            + _run("north")
            + "<w:r><w:br/></w:r>"
            + _run("west")
        )
        + _p(
            _run("well")
            + "<w:r><w:noBreakHyphen/></w:r>"
            + _run("known ")
            + '<w:r><w:sym w:font="Symbol" w:char="F062"/></w:r>'
            + _run("-carotene")
        )
        + _p(
            _run("frag")
            + "<w:bookmarkStart w:id='1' w:name='kiwi'/><w:proofErr w:type='spellStart'/>"
            + _run("ment")
            + "<w:lastRenderedPageBreak/>"
            + _run("ary")
        )
        + _p(
            "<w:r><w:ruby><w:rt>"
            + _run("とうきょう")
            + "</w:rt><w:rubyBase>"
            + _run("東京")
            + "</w:rubyBase></w:ruby></w:r>"
        )
    )
    yield HardDocument(
        "signs.docx",
        "hyphens, tabs and line ends as elements, signs of symbol fonts, words in several runs, readings",
        word_document(signs),
        listed("cooperate north west well-known β-carotene fragmentary 東京"),
        listed("northwest kiwi とうきょう"),
    )


def _packing() -> Iterator[HardDocument]:
    whole = {
        "[Content_Types].xml": content_types(("/word/document2.xml", _TYPE)),
        "_rels/.rels": relations(("rId1", "officeDocument", "/word/document2.xml")),
        "word\\document2.xml": _root(
            "document", f"<w:body>{_p(_run('Backslashes in the archive'))}</w:body>"
        ),
    }
    yield HardDocument(
        "backslash.docx",
        "names with backslashes, an unusual main part",
        zipped(whole),
        listed("Backslashes_in_the_archive"),
    )
    footer = "<w:ftr"  # cut off
    body = (
        _p(_run("Body survives")) + '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/></w:sectPr>'
    )
    yield HardDocument(
        "footer.docx",
        "a damaged footer beside a sound text",
        word_document(body, ("rId1", "footer", "footer1.xml"), footer1_xml=footer),
        listed("Body_survives"),
    )
    yield HardDocument("strict.docx", "the strict namespaces", _strict(), listed("Strict_conformance"))
    cut = word_document(
        _p(_run("Recovered from a download that broke off")), styles_xml="<w:styles/>" + " " * 500
    )
    yield HardDocument(
        "cut.docx",
        "a download that broke off: the archive's directory is missing",
        cut[: cut.rindex(b"word/styles.xml") - 200],
        listed("Recovered_from_a_download"),
    )


def _strict() -> bytes:
    root = _root("document", f"<w:body>{_p(_run('Strict conformance'))}</w:body>").replace(
        _W, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    link = relations(("rId1", "officeDocument", "word/document.xml")).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/",
    )
    return zipped(
        {
            "[Content_Types].xml": content_types(("/word/document.xml", _TYPE)),
            "_rels/.rels": link,
            "word/document.xml": root,
        }
    )


def paragraph(text: str) -> str:
    """Return a paragraph."""
    return _p(_run(text))
