"""Pages: their encoding, their title, and what of them is text."""

import pytest

from search_app.parsing.html_text import parse_html


@pytest.mark.parametrize(
    "head",
    [
        b'<meta charset="iso-8859-1">',
        b"<META CHARSET=latin1 />",
        b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">',
        b"<meta content='text/html;charset=windows-1252' http-equiv=content-type>",
        b'<!-- <meta charset="koi8-r"> --><meta charset="cp1252">',
        b'<meta name="description" content="charset=koi8-r"><meta charset="us-ascii">',
    ],
)
def test_a_declared_encoding_is_read_as_browsers_do(head):
    found = parse_html(head + b"<title>Cr\xe8me</title><p>br\xfbl\xe9e \x96 \x805")
    assert (found.title, found.text.strip(), found.notes) == ("Crème", "brûlée – €5", ())


def test_an_xml_declaration_counts_and_a_meta_element_counts_more():
    xhtml = b'<?xml version="1.0" encoding="ISO-8859-2"?><html><body><p>\xbelu\xbb</p></body></html>'
    assert parse_html(xhtml).text.strip() == "žluť"
    both = xhtml.replace(b"<body>", b'<head><meta charset="windows-1252"/></head><body>')
    assert parse_html(both).text.strip() == "¾lu»"


def test_empty_elements_of_xhtml_swallow_nothing_and_cdata_is_text():
    page = b'<?xml version="1.0"?><html><head><title/><script src="a.js"/></head><body><h1>Shown</h1>'
    found = parse_html(page + b"<p><![CDATA[a < b]]></p></body></html>")
    assert (found.title, found.text.split()) == ("Shown", ["Shown", "a", "<", "b"])


def test_numbers_of_c1_controls_are_windows_1252():
    assert parse_html("<p>&#147;x&#148; &#x80;5 \x85".encode()).text.strip()
    assert not set(map(chr, range(0x80, 0xA0))) & set(parse_html(b"<p>a\xc2\x93b").text)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (b"<svg><title>Close icon</title></svg><h1>Opening hours</h1>", "Opening hours"),
        (b"<body><svg><g><title>Icon</title></g></svg><h1>Real</h1></body>", "Real"),
        (b"<title>Page</title><svg><title>Icon</title></svg><h1>Other</h1>", "Page"),
        (b"<title> </title><h1><svg><title>i</title></svg>Head <b>line</b></h1>", "Head line"),
        (b"<template><title>t</title></template><h1 hidden>no</h1><nav><h1>no</h1></nav><h1>yes</h1>", "yes"),
        (b"<p>nothing</p>", None),
    ],
)
def test_the_title_is_that_of_the_page(page, title):
    assert parse_html(page + b"<p>x</p>").title == title


def test_noscript_is_text_and_a_page_of_scripts_is_none():
    assert "the prices" in parse_html(b"<p>a</p><noscript><p>the prices</p></noscript>").text
    for page in (
        b"<title>App</title><div id=root></div><script>render()</script>",
        b"<div id=root></div><noscript>You need to enable JavaScript.</noscript><script></script>",
    ):
        with pytest.raises(ValueError, match="no text: a script fills the page"):
            parse_html(page)
    with pytest.raises(ValueError, match="^no text$"):
        parse_html(b"<title>only</title><style>p {}</style><template><p>t</p></template>")
