"""Titles that programs put into files by themselves, and that name nothing."""

import re

_DEFAULTS = re.compile(
    r"(?:"
    r"(?:microsoft )?(?:office )?(?:word|excel|powerpoint)"
    r"(?:[ -](?:document|dokument|presentation|präsentation))?|"
    r"présentation powerpoint|presentación de powerpoint|presentazione (?:standard )?di powerpoint|"
    r"(?:new |neues )?(?:microsoft word )?"
    r"(?:document|dokument|documento|presentation|präsentation|slide|layout|page|scan|book|mappe)|"
    r"untitled|unbenannt|sans[ -]titre|sans nom|sin título|senza titolo|no title|title|titel|noname|"
    r"untitled document|blank(?: page)?|scanned document|full page photo|about:blank|"
    r"null|none|undefined|normal"
    r")[ _-]*\d*",
    re.IGNORECASE,
)
_OF_A_PROGRAM = re.compile(r"(?:microsoft (?:office )?(?:word|powerpoint|excel|publisher)) - ", re.IGNORECASE)
_FILE = re.compile(
    r"(?:[a-z]:\\|file:|https?://|/).*|\S.*\.(?:"
    r"docx?|docm|dotx?|dotm|rtf|odt|ott|pages|wpd|wps|tex|dvi|ps|eps|pdf|pptx?|xlsx?|ods|odp|indd|qxd|qxp|fm|"
    r"pmd|pub|html?|php|aspx?|txt|md|tiff?|jpe?g|png|vsdx?|dwg|cdr|ai|psd)",
    re.IGNORECASE,
)
_UNNAMED_PAGE = re.compile(
    r"(?:untitled|new|blank)?[ -]*(?:document|page)?[ -]*\d*|document|no title|about:blank|null|undefined|"
    r"microsoft (?:office )?(?:word|powerpoint|excel) - .*",
    re.IGNORECASE,
)
"""What programs call web pages; a page's own title is worth more than a default of another kind."""


def names_a_page(title: str) -> bool:
    """True when the title of a web page is more than what the program that made it puts there."""
    return title.lower() == "page" or not _UNNAMED_PAGE.fullmatch(title)


def real_title(title: str | None) -> str | None:
    """Return the title on one line, or None when it is empty, a program's default or the name of a file."""
    plain = " ".join((title or "").replace("\0", "").split()).strip("()[]<>\"' ")
    if not any(sign.isalnum() for sign in plain):
        return None
    if _DEFAULTS.fullmatch(plain) or _OF_A_PROGRAM.match(plain) or _FILE.fullmatch(plain):
        return None
    return " ".join((title or "").replace("\0", "").split())
