"""Rich text, by hand."""

from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed


def documents() -> Iterator[HardDocument]:
    """Yield rich text files."""
    yield HardDocument(
        "escapes.rtf",
        "Unicode escapes with and without signs for older programs, pairs, bytes of the code page",
        rb"{\rtf1\ansi\ansicpg1252\uc1 \u381?lu\u357\'9du\u269?k\'fd k\u367?\u328? \u8364 5 \u-10179?\u-8704? "
        rb"{\uc0 na\u239 ve} {\uc2 \u26481\'93\'8c\u20140\'8b\'9e} caf\'e9 co\-operate well\_known 25\~kg\par}",
        listed("Žluťučký kůň 😀 naïve 東京 café cooperate well-known 25_kg"),
    )
    yield HardDocument(
        "cyrillic.rtf",
        "fonts of several code pages, a title in its own",
        rb"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset161 Arial;}{\f2\fcharset128 MS Gothic;}"
        rb"{\f3\fcharset2 Symbol;}}{\info{\title \'c4\'ee\'e3\'ee\'e2\'ee\'f0}{\author pomelo}}"
        + b"\\f0 "
        + _escaped("Добрый вечер", "cp1251")
        + b"\\par\\f1 "
        + _escaped("βιβλιοθήκη", "cp1253")
        + b"\\par\\f2 "
        + _escaped("図書館", "cp932")
        + b"\\par{\\f3 b}-carotene\\par}",
        listed("Добрый вечер βιβλιοθήκη 図書館 β-carotene"),
        listed("pomelo Arial Gothic"),
        "Договор",
    )
    yield HardDocument(
        "oldpc.rtf",
        "the code page of old PCs and no other",
        b"{\\rtf1\\pc " + _escaped("Prüfung über Größe", "cp437") + b"\\par}",
        listed("Prüfung über Größe"),
    )
    yield HardDocument(
        "raw.rtf",
        "Cyrillic bytes that are not escaped, a font without a number for its letters",
        b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\cpg1251 Arial;}}\\f0 "
        + "Добрый вечер, соседи".encode("cp1251")
        + b"\\par}",
        listed("Добрый вечер соседи"),
    )
    yield HardDocument(
        "parts.rtf",
        "hidden and deleted text, footnotes, headers, fields, pictures, comments, tables in tables",
        rb"{\rtf1\ansi{\header Confidential draft\par}{\stylesheet{\s1 Heading plum;}}{\*\generator persimmon;}"
        rb"The claim{\footnote Ledger of 1871} holds {\v lychee}{\deleted ninety}{\revised forty-two}."
        rb'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt our price list}}{\pict\pngblip 89504e470d0a}'
        rb"{\*\annotation persnickety}\par\trowd\cellx1\cellx2 quay\cell {\nesttableprops\trowd}\intbl\itap2 inner\nestcell"
        rb"{\nonesttables durian}\nestrow\cell\row{\*\shpinst{\sp{\sn kiwi}{\sv 1}}{\shptxt boxed sentence\par}}"
        rb"{\upr{ascii}{\*\ud{Z\u252?rich}}} \bin4 ab}}dline\par}",
        listed(
            "claim Ledger_of_1871 holds forty-two our_price_list quay inner boxed_sentence Zürich Confidential_draft dline"
        ),
        listed("lychee ninety persnickety HYPERLINK plum persimmon kiwi 89504e470d0a durian ascii"),
    )
    yield HardDocument(
        "encapsulated.rtf",
        "a page packed into rich text by a mail program",
        rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Dear tenant{\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 , noon"
        rb"{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 {\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 sharp\htmlrtf\par}\htmlrtf0}",
        listed("Dear_tenant noon sharp"),
        listed("htmltag"),
    )
    yield HardDocument(
        "cut.rtf",
        "a file that breaks off, closing braces too many before",
        rb"{\rtf1\ansi before}} \par after the brace {\b bold wor",
        listed("before after_the_brace bold"),
    )


def _escaped(text: str, codec: str) -> bytes:
    return b"".join(b"\\'%02x" % byte for byte in text.encode(codec))
