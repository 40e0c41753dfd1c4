"""Tables and JSON, which come as rows."""

import codecs
import json
from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed


def documents() -> Iterator[HardDocument]:
    """Yield CSV, TSV, JSON and JSON Lines."""
    yield from _tables()
    yield from _json()


def _tables() -> Iterator[HardDocument]:
    rows = [
        ("id", "title", "text"),
        ("1", "Würmbrücke", "gesperrt; ab Mai"),
        ("2", "Fähre", 'fährt "stündlich"'),
    ]
    semicolons = "\r\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    yield HardDocument(
        "excel.csv",
        "semicolons, windows-1252, sep= in the first line",
        ("sep=;\r\n" + semicolons + "\r\n").encode("cp1252"),
        listed("Würmbrücke gesperrt;_ab_Mai Fähre stündlich"),
    )
    yield HardDocument(
        "unicode.csv",
        "UTF-16 with tabs, as spreadsheets save Unicode text",
        codecs.BOM_UTF16_LE + "\r\n".join("\t".join(row) for row in rows).encode("utf-16-le"),
        listed("Würmbrücke gesperrt Fähre stündlich"),
    )
    yield HardDocument(
        "lines.csv",
        "line ends and quotes within cells, a blank line, spaces after the commas, a report's name before the header",
        b'Harbour report 2026\n\nid, title, text\n1, "Bridge, swing", "closed\nfrom ""May"""\n\n2, Ferry, hourly\n',
        listed("Bridge,_swing closed May Ferry hourly"),
    )
    yield HardDocument(
        "backslash.csv",
        "quotes written with backslashes, vertical bars",
        b'id|title|text\n1|"the \\"swing\\" bridge"|"closed | for good"\n2|Ferry|hourly\n',
        listed("swing closed for_good Ferry hourly"),
    )
    yield HardDocument(
        "oldmac.csv",
        "line ends of old Macs, a byte order mark",
        b"\xef\xbb\xbfid,title,text\r1,Bridge,closed\r2,Ferry,hourly\r",
        listed("Bridge closed Ferry hourly"),
    )
    yield HardDocument(
        "quotes.tsv",
        "single quotation marks in cells of a table of tabs",
        b'id\ttitle\ttext\n1\t5" pipe\tbrass, 3" wide\n2\t"Ferry" hourly\tfrom "May"\n',
        listed("pipe brass wide Ferry hourly May"),
    )
    yield HardDocument(
        "ragged.csv",
        "rows longer and shorter than the header, an empty last column, no id",
        b"title,text,\nBridge,closed,,spare\nFerry,hourly\nTram,daily,\n",
        listed("Bridge closed Ferry hourly Tram daily"),
    )
    yield HardDocument(
        "headless.csv",
        "no header: the first row is one of the data",
        b"Bridge,the swing bridge is closed from May until the autumn\nFerry,the ferry leaves every hour from the eastern quay\n",
        listed("swing closed_from_May ferry eastern_quay"),
    )


def _json() -> Iterator[HardDocument]:
    records = [
        {"id": 1, "title": "Brücke", "text": "caf\u00e9 \ud83d\ude00"},
        {"id": 2, "title": "Ferry", "text": "hourly\u2028next"},
    ]
    yield HardDocument(
        "list.json",
        "one list with escapes, emoji and line separators",
        json.dumps(records, indent=1).encode(),
        listed("Brücke café Ferry hourly next 😀"),
    )
    yield HardDocument(
        "wrapped.json",
        "a server's answer: the list within an object",
        json.dumps({"status": "ok", "response": {"numFound": 2, "docs": records}}).encode(),
        listed("Brücke café Ferry hourly"),
    )
    yield HardDocument(
        "wide.json",
        "UTF-16 without a byte order mark",
        json.dumps(records, ensure_ascii=False).replace("\u2028", " ").encode("utf-16-le", "surrogatepass"),
        listed("Brücke café Ferry hourly"),
    )
    yield HardDocument(
        "glued.jsonl",
        "objects without line ends, a byte order mark, a broken line, windows line ends",
        b'\xef\xbb\xbf{"id":"1","text":"bridge"}{"id":"2","text":"ferry"}\r\n{"id":"3","text":\r\n{"id":"4","text":"tram"}\r\n',
        listed("bridge ferry tram"),
    )
    yield HardDocument(
        "latin.jsonl",
        "lines in windows-1252",
        '{"id":"1","text":"gesperrte Brücke über die Würm"}\n{"id":"2","text":"Fähre"}\n'.encode("cp1252"),
        listed("gesperrte Brücke Würm Fähre"),
    )
    yield HardDocument(
        "nested.jsonl",
        "the text in an object within, paragraphs in a list",
        b'{"id":"1","title":"Bridge","paragraphs":["closed","from May"]}\n{"id":"2","title":"Ferry","paragraphs":["hourly"]}\n',
        listed("Bridge closed from_May Ferry hourly"),
    )
