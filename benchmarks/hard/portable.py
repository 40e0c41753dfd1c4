"""PDF files, by hand."""

import zlib
from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed
from benchmarks.hard.pdf_file import lines, pdf, stream

_CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <0000> <FFFF> endcodespacerange
7 beginbfchar <0007> <00AD> <0001> <0066 0069> <0002> <006E> <0003> <00E9> <0004> <0020> <0005> <D83DDE00> <0006> <0061> endbfchar
1 beginbfrange <0010> <0015> <6771> endbfrange
endcmap end end"""


def documents() -> Iterator[HardDocument]:
    """Yield PDF files."""
    yield from _layout()
    yield from _fonts()
    yield from _beside()
    yield from _damaged()


def _layout() -> Iterator[HardDocument]:
    left = lines(
        "The estuary was surveyed by the har-",
        "bour board, and its well-",
        "known mudflats were measured",
        "in every sea-",
        "son of the year.",
        y=700,
    )
    right = lines(
        "A second column tells of the", "lightships that were moored", "beyond the bar.", x=320, y=700
    )
    yield HardDocument(
        "columns.pdf",
        "two columns, words broken at line ends with hyphens that go and that stay",
        pdf([lines("Survey of the estuary", size=20) + left + right]),
        listed(
            "harbour well-known season surveyed_by_the mudflats_were_measured moored_beyond_the_bar column_tells_of_the_lightships"
        ),
        listed("har sea-son"),
        "Survey of the estuary",
    )
    yield HardDocument(
        "pages.pdf",
        "a word broken at the end of a page",
        pdf([lines("The pilots are licensed by the govern-", y=100), lines("ment each spring.", y=760)]),
        listed("government"),
        listed("govern ment"),
    )
    spaced = b"BT /F1 12 Tf 72 700 Td [(Kerned)-300(words)-20(ly)-400(without)-350(a)-350(space)] TJ 0 -20 Td 6 Tc (TIDE) Tj 0 Tc 0 -20 Td (one)Tj 40 0 Td (two)Tj 0 -20 Td (glu)Tj 17.3 0 Td (ed) Tj ET"
    yield HardDocument(
        "spaced.pdf",
        "spaces that are gaps, letters set wide apart, words in pieces",
        pdf([spaced]),
        listed("Kerned wordsly without_a_space one two glued TIDE"),
    )
    bold = b"BT /F1 12 Tf 72 700 Td (Twice) Tj ET BT /F1 12 Tf 72.3 700 Td (Twice) Tj ET BT /F1 12 Tf 72 660 Td (printed) Tj ET"
    yield HardDocument(
        "bold.pdf",
        "letters that are printed twice to be bold",
        pdf([bold]),
        listed("Twice printed"),
        listed("TTwwiiccee TwiceTwice Twice_Twice"),
    )
    turned = (
        lines("Sideways page heading")
        + b"BT /F1 12 Tf 0 1 -1 0 300 200 Tm (vertical margin note) Tj ET BT /F1 12 Tf -1 0 0 -1 400 400 Tm (upside down) Tj ET"
    )
    yield HardDocument(
        "turned.pdf",
        "a turned page, text that runs upwards and upside down",
        pdf([turned], page="/Rotate 90"),
        listed("Sideways_page_heading vertical_margin_note upside_down"),
    )


def _fonts() -> Iterator[HardDocument]:
    unicode_font = {
        100: "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+X/Encoding/Identity-H/DescendantFonts[101 0 R]/ToUnicode 102 0 R>>",
        101: "<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 600/FontDescriptor 103 0 R>>",
        102: stream(_CMAP),
        103: "<</Type/FontDescriptor/FontName/AAAAAA+X/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>",
    }
    drawn = b"BT /F2 12 Tf 72 700 Td <00010002000600020003> Tj 0 -20 Td <001000040011> Tj 0 -20 Td <0006000400050004> Tj 0 -20 Td <000200030007> Tj 0 -16 Td <00020006> Tj ET"
    yield HardDocument(
        "cmap.pdf",
        "letters by a map of codes: a ligature of two letters, ranges, emoji, a soft hyphen",
        pdf([drawn], unicode_font, fonts="/F2 100 0 R"),
        listed("finané 東_\u6772 😀 néna"),
    )
    names = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/fi/fl/ff/Scaron 5/uni0159/Euro]>>>>"
    glyphs = b"BT /F2 12 Tf 72 700 Td (\x01nal re\x02ex o\x03er \x04koda t\x05i 25 \x06) Tj ET"
    yield HardDocument(
        "glyphs.pdf",
        "ligatures and accents by the names of glyphs",
        pdf([glyphs], {100: names}, fonts="/F2 100 0 R"),
        listed("final reflex offer Škoda tři 25_€"),
    )
    actual = b"/Span<</ActualText<FEFF00D8007200650073>>>BDC BT /F1 12 Tf 72 700 Td (xyz) Tj ET EMC BT /F1 12 Tf 72 660 Td 3 Tr (recognised text) Tj ET"
    yield HardDocument(
        "actual.pdf", "text that is not drawn, as scanners add it", pdf([actual]), listed("recognised_text")
    )


def _beside() -> Iterator[HardDocument]:
    objects = {
        100: "<</FT/Tx/T(surname)/TU(Surname)/V(Krauss)/Subtype/Widget/Rect[72 600 200 620]/Type/Annot>>",
        101: "<</FT/Btn/T(agree)/V/Yes/AS/Yes/Subtype/Widget/Rect[72 560 90 580]/Type/Annot>>",
        102: "<</FT/Ch/T(port)/Opt[(Genoa)(Trieste)]/V<FEFF0054007200690065007300740065>/Subtype/Widget/Rect[72 520 200 540]/Type/Annot>>",
        103: "<</FT/Tx/Ff 8192/T(pin)/V(kumquat)/Subtype/Widget/Rect[72 480 200 500]/Type/Annot>>",
        104: "<</Type/Annot/Subtype/FreeText/Contents(typed onto the page)/Rect[72 440 200 460]/DA(/F1 12 Tf)>>",
        105: "<</Type/Annot/Subtype/Text/Contents(persnickety)/Rect[72 400 90 420]>>",
        106: "<</FT/Tx/T(remarks)/V 107 0 R/Subtype/Widget/Rect[72 360 200 380]/Type/Annot>>",
        107: stream("Zürich".encode("latin-1")),
    }
    annotations = "/Annots[" + " ".join(f"{number} 0 R" for number in range(100, 107)) + "]"
    form = "/AcroForm<</Fields[100 0 R 101 0 R 102 0 R 103 0 R 106 0 R]>>"
    yield HardDocument(
        "form.pdf",
        "values of form fields, one of them a password, text typed onto the page, a comment",
        pdf([lines("Application")], objects, page=annotations, catalog=form),
        listed("Application Krauss Trieste typed_onto_the_page Zürich"),
        listed("kumquat persnickety"),
    )
    yield HardDocument(
        "titled.pdf",
        "a title in UTF-16, a program's default as the first line",
        pdf(
            [lines("Chapter one", size=20) + lines("body of the chapter", y=600)],
            info="/Title<FEFF004C006F0074007300650065>",
        ),
        listed("body_of_the_chapter"),
        title="Lotsee",
    )
    yield HardDocument(
        "default.pdf",
        "a title that the program made up",
        pdf(
            [lines("Tide tables", size=20) + lines("body of the table", "with many more words in it", y=600)],
            info="/Title(Microsoft Word - Document1)",
        ),
        listed("body_of_the_table"),
        title="Tide tables",
    )
    layers = {100: "<</Type/OCG/Name(draft)>>"}
    hidden = lines("shown layer") + b"/OC /P1 BDC " + lines("unseenlayer", y=500) + b" EMC"
    yield HardDocument(
        "layers.pdf",
        "a layer that is switched off",
        pdf([hidden], layers, catalog="/OCProperties<</OCGs[100 0 R]/D<</OFF[100 0 R]>>>>").replace(
            b"/Resources<<", b"/Resources<</Properties<</P1 100 0 R>>"
        ),
        listed("shown_layer"),
        listed("unseenlayer"),
    )


def _damaged() -> Iterator[HardDocument]:
    whole = pdf([lines("first sound page"), lines("second sound page")])
    yield HardDocument(
        "cut.pdf",
        "a download that broke off",
        whole[: whole.rindex(b"xref\n0") - 10],
        listed("first_sound_page second_sound_page"),
    )
    yield HardDocument(
        "leading.pdf",
        "lines of a server before the file, wrong offsets",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + whole,
        listed("first_sound_page second_sound_page"),
    )
    packed = zlib.compress(
        lines("packed page that lost its end", "and whose first lines are whole")
        + b" " * 4000
        + lines("lost", y=300)
    )
    broken = stream(packed[: len(packed) - 12], "/Filter/FlateDecode")
    damaged = pdf([lines("first sound page"), b"x", lines("third sound page")], {13: broken})
    yield HardDocument(
        "page.pdf",
        "a damaged page between sound ones",
        damaged,
        listed("first_sound_page third_sound_page packed_page"),
    )
    picture = b"q 200 0 0 200 72 500 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
    yield HardDocument(
        "picture.pdf",
        "a page that is a picture between pages of text",
        pdf([lines("first sound page"), picture, lines("third sound page")]),
        listed("first_sound_page third_sound_page"),
    )
    yield HardDocument(
        "updated.pdf",
        "a page that a later revision replaces",
        _updated(whole),
        listed("first_revised_page second_sound_page"),
        listed("first_sound_page"),
    )
    yield HardDocument(
        "locked.pdf",
        "encrypted with an empty password",
        _locked(whole),
        listed("first_sound_page second_sound_page"),
    )


def _updated(whole: bytes) -> bytes:
    start = len(whole)
    body = b"11 0 obj\n" + stream(lines("first revised page")) + b"\nendobj\n"
    previous = int(whole.rsplit(b"startxref\n", 1)[1].split()[0])
    table = b"xref\n11 1\n%010d 00000 n \n" % start
    trailer = b"trailer\n<</Size 14/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        previous,
        start + len(body),
    )
    return whole + body + table + trailer


def _locked(whole: bytes) -> bytes:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(whole)))
    writer.encrypt("", "owner", algorithm="RC4-128")
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()
