"""PDF: every page accounted for, forms, broken words, titles."""

import io

import pytest
from fixtures.sample_files import pdf

from search_app.parsing.broken_words import join_broken_words
from search_app.parsing.junk_titles import real_title
from search_app.parsing.limits import ParseLimits
from search_app.parsing.pdf_text import parse_pdf


def parsed(content):
    return parse_pdf(content, ParseLimits())


def test_pages_without_text_are_counted_and_named():
    assert parsed(pdf("one", "", "")).notes == ("2 of 3 pages have no text: 2, 3",)
    assert parsed(pdf("", "two")).notes == ("1 of 2 pages has no text: 1",)
    assert parsed(pdf("one", "two")).notes == ()
    many = parsed(pdf("one", *[""] * 30))
    assert many.notes[0].startswith("30 of 31 pages have no text: 2, 3, 4,")
    assert many.notes[0].endswith("21 and 10 more")


def test_a_damaged_page_is_named_and_the_others_are_kept():
    content = pdf("Page one is fine.", "Page two is not.", "Page three is.")
    at = content.index(b"stream\n", content.index(b"stream\n", content.index(b"endstream")) + 7) + 7
    found = parsed(content[: at + 2] + b"\xff" * 20 + content[at + 22 :])
    assert "one is fine" in found.text
    assert "three is" in found.text
    assert len(found.notes) == 1
    assert found.notes[0].startswith("1 of 3 pages is damaged")
    assert found.notes[0].endswith(": 2")


def test_missing_pages_and_a_broken_table_of_objects_are_said():
    content = pdf("one", "two")
    fewer = parsed(content.replace(b"/Count 2", b"/Count 5"))
    assert (fewer.text, fewer.notes) == ("one\n\ntwo", ("the file declares 5 pages, 2 were found",))
    broken = parsed(content.replace(b"startxref", b"startxxxx"))
    assert broken.text == "one\n\ntwo"
    assert "its structure is damaged" in broken.notes[0]


def test_files_within_a_file_are_said_to_be_left_out():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("The letter."))))
    writer.add_attachment("invoice.xml", b"<x/>")
    packed = io.BytesIO()
    writer.write(packed)
    assert parsed(packed.getvalue()).notes == ("1 embedded file was left out: invoice.xml",)


def test_what_is_filled_into_forms_is_text():
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Name of the applicant:"))))
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("applicant"),
            NameObject("/V"): TextStringObject("Wilhelmina Krauß"),
            NameObject("/Rect"): ArrayObject([FloatObject(number) for number in (0, 0, 100, 20)]),
        }
    )
    reference = writer._add_object(field)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
    packed = io.BytesIO()
    writer.write(packed)
    assert parsed(packed.getvalue()).text == "Name of the applicant:\n\napplicant: Wilhelmina Krauß"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("well-\nknown", "well-known"),
        ("state-of-the-\nart", "state-of-the-art"),
        ("up-\nto-date", "up-to-date"),
        ("multi-\nagent", "multi-agent"),
        ("long-\nterm", "long-term"),
        ("sys-\ntems", "systems"),
        ("in-\nformation", "information"),
        ("ex-\nample", "example"),
        ("multi-\nple", "multiple"),
        ("soft-\nware", "software"),
        ("co-\noperation", "cooperation"),
        ("Ver-\ntrag", "Vertrag"),
        ("self-\nish", "selfish"),
        ("10-\n20", "10-20"),
        ("COVID-\n19", "COVID-19"),
        ("Anglo-\nSaxon", "Anglo-Saxon"),
        ("e-\nmail", "e-mail"),
        ("soft\u00ad\nened", "softened"),
        ("a dash -\nb", "a dash -\nb"),
    ],
)
def test_broken_words_are_joined_and_compounds_kept(broken, whole):
    assert join_broken_words(f"The {broken} case.") == f"The {whole} case."


def test_the_document_itself_decides_how_a_word_is_written():
    assert join_broken_words("bench-\nmark, bench-mark") == "bench-mark, bench-mark"
    assert join_broken_words("long-\nterm, longterm") == "longterm, longterm"


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Microsoft Word - Document1", None),
        ("about:blank", None),
        ("untitled", None),
        ("Untitled-3", None),
        ("report final.doc", None),
        ("C:\\x\\y.indd", None),
        ("Document12", None),
        ("PowerPoint Presentation", None),
        ("", None),
        ("---", None),
        (" Annual  report\n2020 ", "Annual report 2020"),
        ("Document management in practice", "Document management in practice"),
        ("Word by word", "Word by word"),
        ("On node.js", "On node.js"),
    ],
)
def test_titles_that_programs_leave_are_none(title, kept):
    assert real_title(title) == kept
    if kept is None and title.isascii() and "\\" not in title:
        assert parsed(pdf("Some text.", title=title)).title is None
