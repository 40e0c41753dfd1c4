"""Titles that programs put into files by themselves, and that name nothing."""

import re

_DEFAULTS = re.compile(
    r"(?:(?:microsoft )?(?:word|office|excel|powerpoint)(?: (?:document|dokument|presentation))?"
    r"|(?:new |neues? )?(?:microsoft word )?(?:document|dokument|documento|presentation|präsentation|slide|layout|page|scan|book|mappe)"
    r"[ _-]*\d*|(?:untitled|unbenannt|sans[ -]titre|sans nom|sin título|senza titolo|no title|titel|title"
    r"|noname|blank(?: page)?|scanned document|full page photo|about:blank|null|none|undefined|normal(?:\.dotm?)?)"
    r"[ _-]*(?:document)?[ _-]*\d*)",
    re.IGNORECASE,
)
_OF_A_PROGRAM = re.compile(
    r"(?:microsoft (?:office )?(?:word|powerpoint|excel|publisher)|print(?:ing)?) - ", re.I
)
_FILE = re.compile(
    r"(?:[a-z]:\\|file:|https?://|/).*|.*\.(?:docx?|docm|dotx?|rtf|odt|ott|pages|wpd|wps|tex|dvi|ps|eps|pdf|pptx?|ppt|"
    r"xlsx?|xls|ods|odp|indd|qxd|qxp|fm|pmd|pub|html?|php|aspx?|txt|md|tiff?|jpe?g|png|vsdx?|dwg|cdr|ai|psd)",
    re.IGNORECASE,
)


def real_title(title: str | None) -> str | None:
    """Return the title on one line, or None when it is empty, a program's default or the name of a file."""
    plain = " ".join((title or "").replace("\0", "").split()).strip("()[]<>\"' ")
    if not any(sign.isalnum() for sign in plain):
        return None
    if _DEFAULTS.fullmatch(plain) or _OF_A_PROGRAM.match(plain) or _FILE.fullmatch(plain):
        return None
    return " ".join((title or "").replace("\0", "").split())
