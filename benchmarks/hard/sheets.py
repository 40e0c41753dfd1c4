"""Excel files, from their parts."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.hard.document import HardDocument, listed
from benchmarks.hard.zipped import content_types, relations, zipped

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_FORMATS = ("General", "0.00%", "yyyy-mm-dd", "h:mm", "[h]:mm:ss", "00000", '0.0 "kg"', "#,##0.00")


def _styles() -> str:
    own = "".join(
        f'<numFmt numFmtId="{170 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for n, code in enumerate(_FORMATS)
    )
    cells = "".join(f'<xf numFmtId="{170 + n}"/>' for n, _ in enumerate(_FORMATS))
    return f'<styleSheet xmlns="{_MAIN}"><numFmts>{own}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'


def _sheet(rows: Sequence[str], after: str = "") -> str:
    inside = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(rows, start=1))
    return f'<worksheet xmlns="{_MAIN}" xmlns:r="{_R}"><sheetData>{inside}</sheetData>{after}</worksheet>'


def _shared(*indexes: int) -> str:
    return "".join(f'<c t="s"><v>{index}</v></c>' for index in indexes)


def _styled(style: str, value: str) -> str:
    return f'<c s="{_FORMATS.index(style)}"><v>{value}</v></c>'


def _inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def _strings(*texts: str) -> str:
    return f'<sst xmlns="{_MAIN}">' + "".join(f"<si>{text}</si>" for text in texts) + "</sst>"


def _workbook(
    sheets: Mapping[str, str], parts: Mapping[str, str], *more: tuple[str, str, str], settings: str = ""
) -> bytes:
    """Return a file; sheets by their names, other parts by their paths."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(sheets, start=1)
    )
    return zipped(
        {
            "[Content_Types].xml": content_types(("/xl/workbook.xml", _TYPE)),
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_R}">{settings}<sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                *((f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in enumerate(sheets, start=1)),
                *more,
            ),
            **{f"xl/worksheets/sheet{n}.xml": content for n, content in enumerate(sheets.values(), start=1)},
            **parts,
        }
    )


def documents() -> Iterator[HardDocument]:
    """Yield workbooks."""
    strings = ("xs", "sharedStrings", "sharedStrings.xml")
    styles = ("xt", "styles", "styles.xml")
    yield HardDocument(
        "strings.xlsx",
        "rich and escaped strings, readings, several sheets, a cell of a formula",
        _workbook(
            {
                "Moorings": _sheet(
                    [_shared(0, 1), _shared(2) + '<c t="str"><f>UPPER(A1)</f><v>COMPUTED</v></c>']
                ),
                "Second ledger": _sheet(
                    [_inline("direct") + '<c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c>']
                ),
            },
            {
                "xl/sharedStrings.xml": _strings(
                    "<r><t>bold</t></r><r><t>face</t></r>",
                    "<t>first_x000D_\nsecond _x005F_x0041_</t>",
                    "<t>東京</t><rPh><t>トウキョウ</t></rPh>",
                )
            },
            strings,
        ),
        ("Moorings", "Second ledger", "boldface", "first", "second", "_x0041_", "東京", "COMPUTED", "direct"),
        ("UPPER", "x000D", "first_x000D_", "トウキョウ"),
    )
    rows = [
        _inline("due") + _styled("yyyy-mm-dd", "46023") + _styled("h:mm", "0.5"),
        _inline("spent") + _styled("[h]:mm:ss", "1.5") + _styled("00000", "1234"),
        _inline("share") + _styled("0.00%", "0.125") + _styled('0.0 "kg"', "7.25"),
        _inline("sum") + "<c><v>0.30000000000000004</v></c>" + "<c><v>1.234567890123E+16</v></c>",
    ]
    yield HardDocument(
        "formats.xlsx",
        "dates, times, durations, percentages, leading zeros, numbers as they are stored",
        _workbook({"Report": _sheet(rows)}, {"xl/styles.xml": _styles()}, styles),
        ("2026-01-01", "12:00:00", "36:00:00", "01234", "12.50%", "0.3", "12345678901230000"),
        listed("1899-12-30 1899-12-31 46023 0.30000000000000004"),
    )
    yield HardDocument(
        "since1904.xlsx",
        "dates counted from 1904, a sheet of nothing but headings for the print",
        _workbook(
            {
                "Old Mac": _sheet(
                    [_styled("yyyy-mm-dd", "44561")],
                    "<headerFooter><oddHeader>&amp;C&amp;&quot;Arial,Bold&quot;&amp;12Harbour office&amp;RPage &amp;P</oddHeader></headerFooter>",
                )
            },
            {"xl/styles.xml": _styles()},
            styles,
            settings='<workbookPr date1904="1"/>',
        ),
        listed("2026-01-01 Old_Mac Harbour_office"),
        listed("2022-01-01 Arial"),
    )
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<xdr:sp><xdr:txBody><a:p><a:r><a:t>Note beside the cells</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    )
    chart = '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:ser><c:tx><c:v>Tonnage</c:v></c:tx></c:ser></c:chartSpace>'
    charted = _with_chart_sheet(drawing, chart)
    yield HardDocument(
        "charts.xlsx",
        "a sheet that is a chart, a text box beside the cells",
        charted,
        listed("Note_beside_the_cells Tonnage Turnover"),
    )
    comments = f'<comments xmlns="{_MAIN}"><commentList><comment><text><t>persnickety</t></text></comment></commentList></comments>'
    yield HardDocument(
        "remarks.xlsx",
        "comments, a damaged sheet beside a sound one, a namespace prefix on every element",
        _workbook(
            {
                "Sound": _sheet([_inline("afloat")])
                .replace("<c ", "<x:c ")
                .replace("</c>", "</x:c>")
                .replace("<is>", "<x:is>")
                .replace("</is>", "</x:is>")
                .replace("<t>", "<x:t>")
                .replace("</t>", "</x:t>")
                .replace("<worksheet ", f'<worksheet xmlns:x="{_MAIN}" '),
                "Broken": "<worksheet><sheetData><row",
            },
            {
                "xl/comments1.xml": comments,
                "xl/worksheets/_rels/sheet1.xml.rels": relations(("c1", "comments", "../comments1.xml")),
            },
        ),
        listed("Sound afloat"),
        listed("persnickety"),
    )
    yield HardDocument(
        "capitals.xlsx",
        "names whose capitals and slashes differ from those that are referred to",
        zipped(
            {
                "[Content_Types].xml": content_types(("/xl/workbook.xml", _TYPE)),
                "_rels/.rels": relations(("rId1", "officeDocument", "/xl/Workbook.xml")),
                "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><sheets><sheet name="Cargo" sheetId="1" r:id="s1"/></sheets></workbook>',
                "xl/_rels/workbook.xml.rels": relations(
                    ("s1", "worksheet", "/xl/Worksheets/Sheet1.xml"),
                    ("s2", "sharedStrings", "SharedStrings.xml"),
                ),
                "xl\\worksheets\\sheet1.xml": _sheet([_shared(0)]),
                "xl/sharedStrings.xml": _strings("<t>capstan</t>"),
            }
        ),
        listed("Cargo capstan"),
    )


def _with_chart_sheet(drawing: str, chart: str) -> bytes:
    """Return a file with a sheet of cells and a sheet that is a chart."""
    sheets = '<sheet name="Cells" sheetId="1" r:id="s1"/><sheet name="Turnover" sheetId="2" r:id="s2"/>'
    return zipped(
        {
            "[Content_Types].xml": content_types(("/xl/workbook.xml", _TYPE)),
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("s1", "worksheet", "worksheets/sheet1.xml"), ("s2", "chartsheet", "chartsheets/sheet1.xml")
            ),
            "xl/worksheets/sheet1.xml": _sheet(["<c><v>4711</v></c>"]),
            "xl/worksheets/_rels/sheet1.xml.rels": relations(("d1", "drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": drawing,
            "xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{_MAIN}" xmlns:r="{_R}"><drawing r:id="d1"/></chartsheet>',
            "xl/chartsheets/_rels/sheet1.xml.rels": relations(("d1", "drawing", "../drawings/drawing2.xml")),
            "xl/drawings/drawing2.xml": '<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>',
            "xl/drawings/_rels/drawing2.xml.rels": relations(("c1", "chart", "../charts/chart1.xml")),
            "xl/charts/chart1.xml": chart,
        }
    )
