"""Text with marks: Markdown, reStructuredText, LaTeX, notebooks, source code, subtitles."""

import json
from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed


def documents() -> Iterator[HardDocument]:
    """Yield marked text and notebooks."""
    yield from _markdown()
    yield from _structured()
    yield from _latex()
    yield from _notebooks()
    yield HardDocument(
        "module.py",
        "source code in an encoding that it declares",
        '# -*- coding: iso-8859-15 -*-\nPREIS = "fünf €"  # größer\n'.encode("iso-8859-15"),
        listed("PREIS fünf_€ größer"),
    )


def _markdown() -> Iterator[HardDocument]:
    yield HardDocument(
        "fence.md",
        "a comment in a code fence before the heading, front matter without a title",
        b"---\ntags: [winter, tyres]\n# settings\n---\n\n```sh\n# remove the old database\nrm -rf db\n```\n\n"
        b"<!--\n# commented out\n-->\n\nResetting the *server*\n======================\n\nhold the button\n",
        listed("remove_the_old_database hold_the_button"),
        title="Resetting the server",
    )
    yield HardDocument(
        "front.md",
        "a title in front matter, quoted, with a colon",
        b'\xef\xbb\xbf---\r\ntitle: "Tyres: a \\"field\\" guide"\r\ndate: 2026-01-02\r\n---\r\n\r\n# Other\r\n\r\ngrip\r\n',
        listed("grip Other"),
        title='Tyres: a "field" guide',
    )
    yield HardDocument(
        "linked.md",
        "a heading with links, pictures, code and an anchor",
        b"[![build](b.svg)](ci)\n\n## The [`fetch`](#f) *method* &amp; \\*stars\\* {#fetch}\n\nreturns rows\n",
        listed("returns_rows"),
        title="The fetch method & *stars*",
    )


def _structured() -> Iterator[HardDocument]:
    yield HardDocument(
        "overlined.rst",
        "an inset title between two lines, after a comment and a label",
        b".. _top:\n\n.. a comment\n\n=================\n  Brewing at home\n=================\n\n"
        b"The wort\n--------\n\nboil it\n",
        listed("Brewing_at_home wort boil_it"),
        title="Brewing at home",
    )
    yield HardDocument(
        "roles.rst",
        "a title that begins with a role",
        b":mod:`fractions` --- Rational numbers\n======================================\n\nlowest terms\n",
        listed("lowest_terms Rational_numbers"),
        title="fractions --- Rational numbers",
    )


def _latex() -> Iterator[HardDocument]:
    yield HardDocument(
        "accents.tex",
        "letters with accents written as commands",
        rb"""\documentclass{article}
\title[Short]{Sur les \'el\'ements de {\bf Poincar\'e} et G\"odel}
\begin{document}\maketitle
Erd\H{o}s, \v{C}ech, Fran\c{c}ois, na{\"\i}ve, stra{\ss}e, \O{}re, \L{}\'od\'z, \^etre, \~ni\~no, \"{U}ber,
\aa ngstr\"om, \ae sthetic, S\~ao, Dvo\v r\'ak, discre\-tion\-ary, R\&D, 50\,\%, na\"{\i}f.
\end{document}
""",
        listed("Erdős Čech François naïve straße Øre Łódź être ñiño Über ångström æsthetic São Dvořák")
        + listed("discretionary R&D 50 naïf éléments"),
        title="Sur les éléments de Poincaré et Gödel",
    )
    yield HardDocument(
        "plain.tex",
        "ISO-8859-1 that the preamble declares, a title over two lines",
        "\\usepackage[latin1]{inputenc}\n\\title{%\n  Über \\emph{Brücken}\\\\ und Türme\n}\nfrüh\n".encode(
            "latin-1"
        ),
        listed("Brücken Türme früh"),
        title="Über Brücken und Türme",
    )


def _notebooks() -> Iterator[HardDocument]:
    cells = [
        {"cell_type": "markdown", "source": ["# Tide tables\n", "\n", "harbour data"]},
        {
            "cell_type": "code",
            "source": "forecast(station)",
            "outputs": [
                {"output_type": "stream", "text": ["\x1b[32mloaded\x1b[0m 12 stations\n"]},
                {
                    "output_type": "error",
                    "ename": "KeyError",
                    "evalue": "'Rotterdam'",
                    "traceback": ["\x1b[0;31mKeyError\x1b[0m: 'Rotterdam'"],
                },
                {
                    "output_type": "execute_result",
                    "data": {"text/html": ["<b>Spring</b> tide"], "image/png": "aGk="},
                },
                {"output_type": "display_data", "data": {"text/markdown": "*neap* tide"}},
            ],
        },
    ]
    book = {
        "cells": cells,
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "quince"}},
    }
    yield HardDocument(
        "tides.ipynb",
        "coloured output, an error, output that is a page or Markdown only",
        json.dumps(book).encode(),
        listed("harbour_data forecast loaded KeyError Rotterdam Spring_tide neap"),
        listed("32mloaded 31mKeyError aGk quince"),
        "Tide tables",
    )
