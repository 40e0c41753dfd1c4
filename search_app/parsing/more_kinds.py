"""Kinds of files beside text, Markdown, HTML, PDF and Word: what they are called and which are plain text."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

_CODE = (
    ".asm .awk .bash .bat .c .cc .cfg .clj .cmake .conf .cpp .cs .css .cxx .dart .diff .el .erl .ex "
    ".exs .f .f90 .fish .go .graphql .groovy .h .hh .hpp .hs .ini .java .jl .js .jsx .kt .kts .less "
    ".lisp .lua .m .mjs .mk .ml .nim .nix .patch .php .pl .pm .properties .proto .ps1 .py .pyi .r "
    ".rb .rs .sass .scala .scm .scss .sh .sql .svelte .swift .tcl .tf .toml .ts .tsx .v .vb .vhd "
    ".vim .vue .yaml .yml .zig .zsh"
)
_PROSE = (".text", ".log", ".adoc", ".asciidoc", ".org", ".tex", ".srt", ".vtt", ".ics", ".vcf", ".wiki")

MORE_MEDIA_TYPES: Mapping[str, str] = {
    **dict.fromkeys((".xhtml", ".xht", ".shtml"), "text/html"),
    ".rst": "text/x-rst",
    **dict.fromkeys((".docm", ".dotx", ".dotm"), f"{_OPEN_XML}.wordprocessingml.document"),
    **dict.fromkeys(
        (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx"), f"{_OPEN_XML}.presentationml.presentation"
    ),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx"), f"{_OPEN_XML}.spreadsheetml.sheet"),
    **dict.fromkeys((".odt", ".ott"), f"{_OPEN_DOCUMENT}.text"),
    **dict.fromkeys((".ods", ".ots"), f"{_OPEN_DOCUMENT}.spreadsheet"),
    **dict.fromkeys((".odp", ".otp"), f"{_OPEN_DOCUMENT}.presentation"),
    **dict.fromkeys((".mht", ".mhtml"), "multipart/related"),
    **dict.fromkeys((".mdx", ".qmd", ".rmd", ".mkd", ".mdown"), "text/markdown"),
    ".xml": "application/xml",
    ".ipynb": "application/x-ipynb+json",
    ".epub": "application/epub+zip",
    ".rtf": "application/rtf",
    ".eml": "message/rfc822",
    ".mbox": "application/mbox",
    **dict.fromkeys((*_PROSE, *_CODE.split()), "text/plain"),
    ".tex": "text/x-tex",
}
"""The kinds, by suffix in lower case."""

_BARE_NAMES = frozenset(
    ("readme", "license", "licence", "copying", "notice", "authors", "contributors", "changelog", "changes")
    + ("news", "todo", "install", "history", "makefile", "dockerfile")
)
_RST_TITLE = re.compile(r"^([^\s\W].*)\n([=\-~^\"'#*+`])\2{2,}[ \t]*$", re.MULTILINE)
_TEX_TITLE = re.compile(r"\\title\s*\{([^{}]+)\}")

SHORT_LIST = (
    ".txt, .md, .rst, .tex, .log, source code, .html, .pdf, .docx, .pptx, .xlsx, .odt, .ods, .odp, .rtf, "
    ".epub, .eml, .mbox, .mht, .xml, .ipynb"
)
"""What is read, for messages; the suffixes of source code are many."""


def suffix_of(path: Path) -> str:
    """Return the suffix in lower case; names such as README and Makefile stand for text."""
    suffix = path.suffix.lower()
    return ".txt" if not suffix and path.name.lower() in _BARE_NAMES else suffix


def rst_title(text: str) -> str | None:
    """Return the first underlined line of reStructuredText, or None."""
    found = _RST_TITLE.search(text)
    return found.group(1).strip() if found else None


def tex_title(text: str) -> str | None:
    r"""Return what LaTeX's `\title` holds, or None."""
    found = _TEX_TITLE.search(text)
    return " ".join(found.group(1).split()) if found else None


TITLES: Mapping[str, Callable[[str], str | None]] = {"text/x-rst": rst_title, "text/x-tex": tex_title}
"""Plain text that knows a title, by media type: decoding is all there is to do."""
