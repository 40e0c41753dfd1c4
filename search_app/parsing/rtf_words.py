"""What the control words of rich text stand for."""

SIGNS = {
    **dict.fromkeys(("par", "line", "sect", "page", "row", "nestrow", "column"), "\n"),
    **dict.fromkeys(("cell", "nestcell"), " | "),
    "tab": "\t",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "~": " ",
    "_": "-",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\n": "\n",
    "\r": "\n",
}
"""{word: what it shows}."""

SKIPPED = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl", "rsidtbl", "pict")
    + ("fldinst", "objdata", "objclass", "objname", "datafield", "themedata", "colorschememapping", "filetbl")
    + ("latentstyles", "generator", "xmlnstbl", "bkmkstart", "bkmkend", "pntext", "listtext", "nonshppict")
    + ("shprslt", "sp", "atnid", "atnauthor", "atntime", "atnref", "atndate", "tc", "xe", "info", "ftnsep")
    + ("ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "pgptbl", "datastore", "fontemb", "fontfile")
)
"""Destinations whose text is none of the document's."""

READ_ALL_THE_SAME = frozenset(("shpinst", "shptxt", "ud", "fldrslt", "footnote", "annotation", "shppict"))
"""Destinations that are read though they are marked as ones to pass over when not known."""

APART = {
    "footnote": "note",
    "annotation": "comment",
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "header"),
}
"""Destinations whose text stands apart: after the text, or counted."""

CODE_PAGES = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
"""{\\fcharset of a font: codec}; every other number is the code page of the file."""
