"""Mail messages and mailboxes, by hand."""

import base64
import quopri
from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed

_HEAD = b"From: Ann <ann@example.org>\r\nTo: bo@example.org\r\nSubject: %s\r\nMIME-Version: 1.0\r\n"


def _message(subject: str, *lines: bytes) -> bytes:
    return _HEAD % subject.encode() + b"\r\n".join(lines)


def _part(kind: str, body: bytes, encoding: str = "8bit", more: bytes = b"") -> bytes:
    return (
        b"Content-Type: "
        + kind.encode()
        + b"\r\nContent-Transfer-Encoding: "
        + encoding.encode()
        + b"\r\n"
        + more
        + b"\r\n"
        + body
    )


def _parts(subtype: str, *parts: bytes, boundary: bytes = b"b1") -> bytes:
    inside = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        b"Content-Type: multipart/"
        + subtype.encode()
        + b'; boundary="'
        + boundary
        + b'"\r\n\r\n'
        + inside
        + b"--"
        + boundary
        + b"--\r\n"
    )


def documents() -> Iterator[HardDocument]:
    """Yield messages and mailboxes."""
    yield from _bodies()
    yield from _heads()
    yield from _attached()
    yield from _mailboxes()


def _bodies() -> Iterator[HardDocument]:
    html = "<p>Добрый <b>вечер</b>, соседи</p><style>.kumquat{}</style>".encode("koi8-r")
    yield HardDocument(
        "charset.eml",
        "a page whose encoding only the mail header names",
        _message("x", _part("text/html; charset=koi8-r", base64.encodebytes(html), "base64")),
        listed("Добрый вечер соседи"),
        listed("kumquat"),
    )
    short = "<p>Ångström år 5 €</p>".encode("iso-8859-15")
    yield HardDocument(
        "euro.eml",
        "a page in ISO-8859-15 as the mail header says",
        _message(
            "x", _part("text/html; charset=iso-8859-15", quopri.encodestring(short), "quoted-printable")
        ),
        listed("Ångström år 5_€"),
    )
    yield HardDocument(
        "emptyplain.eml",
        "an empty plain alternative before a full page",
        _message(
            "x",
            _parts(
                "alternative",
                _part("text/plain", b" \r\n"),
                _part("text/html; charset=utf-8", b"<h1>Tariff</h1><p>from May</p>"),
            ),
        ),
        listed("Tariff from_May"),
    )
    yield HardDocument(
        "stub.eml",
        "a plain alternative that only asks for another program",
        _message(
            "x",
            _parts(
                "alternative",
                _part(
                    "text/plain", b"This message is in HTML. Please use a mail program that shows HTML.\r\n"
                ),
                _part(
                    "text/html; charset=utf-8",
                    b"<h1>Tariff</h1>"
                    + b"<p>Mooring costs ninety crowns a night from May until the end of September.</p>" * 3,
                ),
            ),
        ),
        listed("Tariff Mooring ninety crowns September"),
    )
    flowed = b"The ferry leaves from the \r\neastern quay at ten.\r\n> quoted \r\n> words\r\n-- \r\nAnn\r\n"
    yield HardDocument(
        "flowed.eml",
        "flowed paragraphs, a signature, two texts around a picture",
        _message(
            "x",
            _parts(
                "mixed",
                _part("text/plain; charset=utf-8; format=flowed", flowed),
                _part("image/png", b"aGk=", "base64"),
                _part("text/plain; charset=iso-8859-1", "später".encode("latin-1")),
            ),
        ),
        listed("ferry eastern quay quoted words später"),
        listed("aGk"),
    )
    yield HardDocument(
        "delsp.eml",
        "lines that are broken within words (DelSp)",
        _message(
            "x",
            _part(
                "text/plain; charset=utf-8; format=flowed; delsp=yes",
                "図書館は毎日午前 \r\n八時から開いています。\r\nbreak \r\nwater\r\n".encode(),
            ),
        ),
        listed("午前八時 breakwater"),
    )


def _heads() -> Iterator[HardDocument]:
    yield HardDocument(
        "encoded.eml",
        "encoded words that break within characters, a folded subject, names with accents",
        b"From: =?iso-8859-1?Q?J=F6rg_M=FCller?= <j@example.org>\r\nTo: =?utf-8?B?xYF1a2Fzeg==?= <l@example.org>\r\n"
        b"Subject: =?UTF-8?B?0JTQvtCz0L7QstC+?=\r\n =?UTF-8?B?0YA=?= =?utf-8?Q?_n=C2=B0_7?=\r\n\r\nbody words\r\n",
        listed("Jörg Müller Łukasz Договор body_words"),
        title="Договор n° 7",
    )
    yield HardDocument(
        "raw.eml",
        "a subject in bytes that are not encoded, a blank line and a mark before the head",
        b"\xef\xbb\xbf\r\n"
        + b"Subject: Pr\xfcfung der Br\xfccke\r\nFrom: a@example.org\r\nContent-Type: text/plain; charset=unknown-8bit\r\n\r\nF\xe4hre um zehn\r\n",
        listed("Prüfung Brücke Fähre zehn"),
        title="Prüfung der Brücke",
    )
    yield HardDocument(
        "addresses.eml",
        "addresses and dates that follow no rule",
        b'From: "Ann" <ann@@example..org>, <\r\nTo: undisclosed-recipients:;\r\nCc: =?utf-8?q?=E2=82?= <@>\r\n'
        b"Date: Mon, 31 Feb 2026 25:61:00 +9999\r\nSubject: =?unknown?Q?caf=E9?= tariff\r\n"
        b"Content-Type: text/plain; charset=\"utf-8\r\nContent-Disposition: inline; filename*=utf-8''%\r\n\r\nmooring costs\r\n",
        listed("tariff mooring_costs"),
    )


def _attached() -> Iterator[HardDocument]:
    from benchmarks.hard.word import paragraph, word_document

    document = base64.encodebytes(word_document(paragraph("Annex on dredging")))
    table = _part(
        "application/octet-stream",
        b"vessel;berth\r\nOtter;M\xfcnster\r\n",
        more=b"Content-Disposition: attachment;\r\n filename*0=tar; filename*1=iff.csv\r\n",
    )
    inner = _message("Forwarded terms", _part("text/plain; charset=utf-8", b"the older terms"))
    calendar = b"BEGIN:VCALENDAR\r\nSUMMARY:Harbour walk\r\nEND:VCALENDAR\r\n"
    yield HardDocument(
        "attached.eml",
        "a Word file without a proper type, a table, a message, an invitation",
        _message(
            "x",
            _parts(
                "mixed",
                _parts(
                    "alternative",
                    _part("text/plain", b"See below."),
                    _part("text/html", b"<p>See below.</p>"),
                    _part("text/calendar; method=REQUEST", calendar),
                    boundary=b"b2",
                ),
                _part(
                    "application/octet-stream",
                    document,
                    "base64",
                    b'Content-Disposition: attachment; filename="=?utf-8?Q?Anne=CC=81e.docx?="\r\n',
                ),
                table,
                b"Content-Type: message/rfc822\r\n\r\n" + inner,
            ),
        ),
        listed("See_below Annex_on_dredging Otter Forwarded_terms older_terms Harbour_walk Münster"),
    )
    yield HardDocument(
        "broken.eml",
        "a boundary that never comes again, base64 with a sign too many",
        _HEAD % b"x"
        + b'Content-Type: multipart/mixed; boundary="b1"\r\n\r\npreamble\r\n--b1\r\n'
        + _part(
            "text/plain; charset=utf-8", base64.b64encode("Fähre und Schleuse".encode()) + b"!=\r\n", "base64"
        ),
        listed("Fähre Schleuse"),
    )
    uu = b"begin 644 note.txt\r\n" + __import__("binascii").b2a_uu(b"uuencoded barge") + b"`\r\nend\r\n"
    yield HardDocument(
        "uu.eml",
        "a text of the days before MIME, packed by uuencode",
        _HEAD % b"x"
        + b"Content-Type: text/plain; name=note.txt\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
        + uu,
        listed("uuencoded_barge"),
    )


def _mailboxes() -> Iterator[HardDocument]:
    first = (
        b"From ann@example.org Thu Jan  1 00:00:00 2026\r\nFrom: ann@example.org\r\nSubject: first\r\n\r\n"
    )
    second = b"From bo@example.org Fri Jan  2 00:00:00 2026\nFrom: bo@example.org\nSubject: second\n\n"
    yield HardDocument(
        "quoted.mbox",
        "lines that begin with From in the text, quoted and not, mixed line ends",
        first
        + b"Dear Bo,\r\n\r\nFrom the quay we sailed north.\r\n\r\n>From Cadiz came figs.\r\n\r\n"
        + second
        + b"salt cod\n",
        listed("first second From_the_quay_we_sailed_north From_Cadiz figs salt_cod"),
    )
    yield HardDocument(
        "tight.mbox",
        "messages without a blank line between them",
        first.replace(b"\r\n", b"\n") + b"salt\n" + second + b"cod\n",
        listed("first salt second cod"),
    )
