"""PowerPoint files, from their parts."""

from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed
from benchmarks.hard.zipped import content_types, relations, zipped

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def _shape(text: str, placeholder: str = "", described: str = "") -> str:
    kind = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Rectangle 9" descr="{described}"/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _slide(inside: str, kind: str = "sld") -> str:
    return f"<p:{kind} {_NAMESPACES}><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:{kind}>"


def _presentation(slides: dict[str, str], **beside: tuple[tuple[str, str, str], ...] | str) -> bytes:
    """Return a file with slides by name, and other parts by their paths below ppt/."""
    order = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n, _ in enumerate(slides))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(("/ppt/presentation.xml", _TYPE)),
        "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"<p:presentation {_NAMESPACES}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            *((f"r{n}", "slide", f"slides/{name}.xml") for n, name in enumerate(slides))
        ),
        **{f"ppt/slides/{name}.xml": content for name, content in slides.items()},
    }
    for name, content in beside.items():
        if isinstance(content, tuple):
            parts[f"ppt/slides/_rels/{name}.xml.rels"] = relations(*content)
        else:
            parts["ppt/" + name.replace("__", "/").replace("_xml", ".xml")] = content
    return zipped(parts)


def documents() -> Iterator[HardDocument]:
    """Yield presentations."""
    group = f"<p:grpSp>{_shape('inside a group')}<p:grpSp>{_shape('deeper')}</p:grpSp></p:grpSp>"
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>%s</a:t></a:r></a:p></a:txBody></a:tc>"
    table = f"<p:graphicFrame><a:tbl><a:tr>{cell % 'Quay'}{cell % 'Berth'}</a:tr></a:tbl></p:graphicFrame>"
    notes = _slide(_shape("Mention the tugboats", "body") + _shape("7", "sldNum"), "notes")
    yield HardDocument(
        "groups.pptx",
        "groups in groups, tables, the speaker's notes, the title not first on the slide",
        _presentation(
            {
                "slide2": _slide(
                    _shape("Lower half")
                    + group
                    + table
                    + _shape("Harbour plan", "ctrTitle")
                    + _shape("page9", "sldNum")
                )
            },
            slide2=(("n1", "notesSlide", "../notesSlides/notesSlide1.xml"),),
            notesSlides__notesSlide1_xml=notes,
        ),
        listed("Lower_half inside_a_group deeper Quay Berth tugboats Harbour_plan"),
        listed("page9 7"),
        "Harbour plan",
    )
    diagram = f"<dgm:dataModel {_NAMESPACES}><dgm:ptLst><dgm:pt><dgm:t><a:bodyPr/><a:p><a:r><a:t>Dredge</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    chart = (
        f"<c:chartSpace {_NAMESPACES}><c:chart><c:ser><c:tx><c:v>Tonnage</c:v></c:tx><c:cat><c:pt><c:v>Spring</c:v></c:pt></c:cat>"
        "<c:val><c:pt><c:v>12.5</c:v></c:pt></c:val></c:ser></c:chart></c:chartSpace>"
    )
    formula = (
        "<p:sp><mc:AlternateContent><mc:Choice Requires='a14'><p:txBody><a:p><a14:m><m:oMath><m:r><m:t>buoyancy</m:t></m:r></m:oMath></a14:m></a:p></p:txBody></mc:Choice>"
        "<mc:Fallback><p:txBody><a:p><a:r><a:t> </a:t></a:r></a:p></p:txBody></mc:Fallback></mc:AlternateContent></p:sp>"
    )
    picture = '<p:pic><p:nvPicPr><p:cNvPr id="5" name="Picture 4" descr="Aerial view of the lighthouse"/></p:nvPicPr></p:pic>'
    yield HardDocument(
        "drawn.pptx",
        "diagrams, charts, formulas, a picture's description, an escaped line end",
        _presentation(
            {"slide1": _slide(_shape("Dredging", "title") + formula + picture + _shape("upper_x000B_lower"))},
            slide1=(("d1", "diagramData", "../diagrams/data1.xml"), ("c1", "chart", "../charts/chart1.xml")),
            diagrams__data1_xml=diagram,
            charts__chart1_xml=chart,
        ),
        listed("Dredge Tonnage Spring buoyancy lighthouse upper lower"),
        listed("x000B upper_x000B_lower"),
        "Dredging",
    )
    yield HardDocument(
        "damaged.pptx",
        "a damaged slide between sound ones",
        _presentation(
            {
                "slide1": _slide(_shape("Before the storm", "title")),
                "slide2": "<p:sld",
                "slide3": _slide(_shape("After the storm")),
            }
        ),
        listed("Before_the_storm After_the_storm"),
        title="Before the storm",
    )
    breaks = "<p:sp><p:txBody><a:p><a:r><a:t>frag</a:t></a:r><a:r><a:t>ments</a:t></a:r><a:br/><a:r><a:t>next</a:t></a:r><a:fld type='slidenum'><a:t>88</a:t></a:fld></a:p></p:txBody></p:sp>"
    yield HardDocument(
        "backslash.pptx",
        "names with backslashes and capitals in the archive, words in several runs",
        zipped(
            {
                "[Content_Types].xml": content_types(("/ppt/presentation.xml", _TYPE)),
                "_rels\\.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
                "ppt\\presentation.xml": f'<p:presentation {_NAMESPACES}><p:sldIdLst><p:sldId id="256" r:id="r0"/></p:sldIdLst></p:presentation>',
                "ppt\\_rels\\presentation.xml.rels": relations(("r0", "slide", "slides/Slide1.xml")),
                "ppt\\slides\\slide1.xml": _slide(breaks),
            }
        ),
        listed("fragments next"),
    )
