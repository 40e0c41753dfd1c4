"""OpenDocument files and EPUB books, from their parts."""

from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed
from benchmarks.hard.zipped import zipped

_NAMESPACES = (
    "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("style", "style"),
            ("meta", "meta"),
            ("form", "form"),
            ("svg", "svg-compatible"),
            ("presentation", "presentation"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="%s" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def _content(body: str, kind: str = "text") -> str:
    return f"<office:document-content{_NAMESPACES}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"


def _packed(body: str, kind: str = "text", **parts: str) -> bytes:
    media = {"text": "text", "spreadsheet": "spreadsheet", "presentation": "presentation"}[kind]
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{media}",
            "content.xml": _content(body, kind),
            **{f"{name}.xml": content for name, content in parts.items()},
        }
    )


def documents() -> Iterator[HardDocument]:
    """Yield OpenDocument files and books."""
    yield from _texts()
    yield from _others()
    yield from _books()


def _texts() -> Iterator[HardDocument]:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:h>Withdrawn heading</text:h><text:p>ninety"
        "<text:note><text:note-body><text:p>withdrawn footnote</text:p></text:note-body></text:note></text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = (
        changes
        + "<text:h>Lease<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See the annex</text:p></text:note-body></text:note> of the garage</text:h>"
        + "<text:p>Pays <text:change-start/>forty<text:s/>two<text:change-end/><text:line-break/>euros<text:tab/>monthly"
        "<office:annotation><text:p>persnickety</text:p></office:annotation></text:p>"
        '<text:p text:style-name="x"><text:hidden-text text:is-hidden="true" text:string-value="phantom">phantom</text:hidden-text>'
        "<text:span>un</text:span><text:span>broken</text:span> <text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とうきょう</text:ruby-text></text:ruby></text:p>"
        "<text:p>Box<draw:frame><draw:text-box><text:p>framed words</text:p></draw:text-box><svg:desc>Heron at the weir</svg:desc></draw:frame></text:p>"
        "<text:list><text:list-item><text:p>apricot</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>quay</text:p></table:table-cell><table:table-cell><text:p>berth</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>inner</text:p></table:table-cell></table:table-row></table:table></table:table-cell></table:table-row></table:table>"
    )
    styles = (
        f"<office:document-styles{_NAMESPACES}><office:master-styles><style:master-page><style:header><text:p>Odd pages</text:p></style:header>"
        "<style:header-left><text:p>Even pages</text:p></style:header-left><style:footer-first><text:p>First foot</text:p></style:footer-first>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    yield HardDocument(
        "lease.odt",
        "tracked deletions with a heading and a footnote, hidden text, boxes, tables in tables, page headers",
        _packed(body, styles=styles),
        listed("forty_two euros monthly unbroken 東京 framed_words apricot quay berth inner")
        + listed("See_the_annex Odd_pages Even_pages First_foot Heron"),
        listed("Withdrawn ninety persnickety phantom とうきょう"),
        "Lease of the garage",
    )
    flat = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{_NAMESPACES} office:mimetype="application/vnd.oasis.opendocument.text">'
        "<office:meta><dc:title>Flat lease</dc:title></office:meta><office:body><office:text><text:p>One file of XML</text:p>"
        "</office:text></office:body></office:document>"
    )
    yield HardDocument(
        "flat.fodt",
        "a file of XML that is not packed",
        flat.encode(),
        listed("One_file_of_XML"),
        title="Flat lease",
    )
    yield HardDocument(
        "styles.odt",
        "a damaged part beside a sound text",
        _packed("<text:p>Body survives</text:p>", styles="<office:doc"),
        listed("Body_survives"),
    )


def _others() -> Iterator[HardDocument]:
    cell = '<table:table-cell office:value-type="%s"%s><text:p>%s</text:p></table:table-cell>'
    rows = (
        "<table:table table:name='Tariff'><table:table-header-rows><table:table-row>"
        + cell % ("string", "", "Vessel")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell % ("date", ' office:date-value="2026-01-01"', "01.01.26")
        + "<table:table-cell><office:annotation><text:p>persnickety</text:p></office:annotation><text:p>two</text:p><text:p>lines</text:p></table:table-cell>"
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row></table:table>'
    )
    yield HardDocument(
        "tariff.ods",
        "named sheets, header rows, several paragraphs in a cell",
        _packed(rows, "spreadsheet"),
        listed("Tariff Vessel 01.01.26 two lines"),
        listed("twolines persnickety"),
    )
    slide = (
        '<draw:page draw:name="p1"><draw:frame presentation:class="title"><draw:text-box><text:p>Dredging plan</text:p></draw:text-box></draw:frame>'
        "<draw:g><draw:custom-shape><text:p>grouped shape</text:p></draw:custom-shape></draw:g>"
        "<presentation:notes><draw:frame><draw:text-box><text:p>mention tugboats</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>"
    )
    yield HardDocument(
        "plan.odp",
        "groups, notes, a title by its class",
        _packed(slide, "presentation"),
        listed("Dredging_plan grouped_shape tugboats"),
        title="Dredging plan",
    )


def _book(items: str, spine: str, chapters: dict[str, str], opf: str = "OEBPS/content.opf") -> bytes:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Weir</dc:title>'
        f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER % opf,
            opf: package,
            **chapters,
        }
    )


def _books() -> Iterator[HardDocument]:
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>%s</body></html>'
    items = "".join(
        f'<item id="{name}" href="{href}" media-type="{kind}"/>'
        for name, href, kind in (
            ("a", "text/ch%201.xhtml", "application/xhtml+xml"),
            ("b", "b.html", "text/html"),
            ("c", "c.xml", "application/xml"),
            ("d", "d.xhtml", "Application/XHTML+XML; charset=utf-8"),
            ("e", "../e.html", ""),
            ("f", "f.html", "text/x-oeb1-document"),
            ("nav", "nav.xhtml", "application/xhtml+xml"),
            ("pic", "p.png", "image/png"),
        )
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in ("b", "a", "c", "d", "e", "f", "missing"))
    chapters = {
        "OEBPS/nav.xhtml": page % "<nav><ol><li>navigational</li></ol></nav>",
        "OEBPS/text/ch 1.xhtml": page % "<p>otter&nbsp;holt</p><img src='p.png' alt='a map of the mill'/>",
        "OEBPS/b.html": page % "<p>opening chapter</p><script>var kumquat</script>",
        "OEBPS/c.xml": page % "<p>third tale</p>",
        "OEBPS/d.xhtml": page % "<p>fourth tale</p><aside epub:type='footnote'>endnote on eels</aside>",
        "e.html": page % "<p>fifth tale</p>",
        "OEBPS/f.html": page % "<p>sixth tale</p>",
    }
    yield HardDocument(
        "weir.epub",
        "chapters of odd media types, hrefs with escapes and dots, an entity, a chapter that is missing",
        _book(items, spine, chapters),
        listed("opening_chapter otter_holt mill third_tale fourth_tale eels fifth_tale sixth_tale"),
        listed("navigational kumquat"),
        "The Weir",
    )
    one = '<item id="a" href="A.xhtml" media-type="application/xhtml+xml"/>'
    yield HardDocument(
        "marked.epub",
        "a byte order mark and an entity in the package, capitals that differ, a chapter in UTF-16",
        zipped(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": _CONTAINER % "content.opf",
                "content.opf": b"\xef\xbb\xbf"
                + (
                    '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
                    f"<dc:title>Mill &amp; Weir</dc:title><dc:creator>Ann&nbsp;Day</dc:creator></metadata><manifest>{one}</manifest><spine><itemref idref='a'/></spine></package>"
                ).encode(),
                "a.xhtml": (page.replace("?>", ' encoding="UTF-16"?>', 1) % "<p>Dunkle Mühle</p>").encode(
                    "utf-16"
                ),
            }
        ),
        listed("Dunkle_Mühle"),
        title="Mill & Weir",
    )
