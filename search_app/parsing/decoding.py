"""Bytes to text, as browsers do it: byte order mark, declared label, then the bytes themselves."""

import codecs
import re
from dataclasses import dataclass

from search_app.parsing.encoding_guess import guess
from search_app.parsing.encoding_labels import codecs_of, encoding_of
from search_app.parsing.wide_text import wide_encoding

_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32LE"),
    (codecs.BOM_UTF32_BE, "UTF-32BE"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
)
_MULTIBYTE = frozenset(("GB18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR"))
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LONG_SEQUENCE = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HAS_C1 = re.compile("[\x00\x80-\x9f]")
_BINARY_SHARE = 0.05
_FEW = 4
_C1 = {code: bytes([code]).decode("cp1252", errors="ignore") or None for code in range(0x80, 0xA0)} | {
    0x85: "\n",
    0: None,
}
"""C1 controls are windows-1252 that was read as ISO-8859-1, but for the line end U+0085; NULs are nothing."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text out of bytes.

    Attributes:
        text: Valid Unicode without byte order mark, NULs and C1 controls; line ends as they were.
        encoding: What the bytes were read as, such as "UTF-8" or "windows-1252".
        note: One sentence on what was guessed, replaced or left out; None when nothing was.
    """

    text: str
    encoding: str
    note: str | None


def decode_text(data: bytes, *, label: str | None = None) -> Decoded:
    """Return the text; bytes that fit no character become U+FFFD each and the rest is read as ever.

    Args:
        data: The bytes of a file.
        label: What the file declares about itself, such as "iso-8859-1".

    Raises:
        ValueError: With one sentence, when the bytes are not text.
    """
    encoding, start, notes = _choose(data, label)
    text, faults = _decoded(data[start:], encoding)
    controls = len(_CONTROLS.findall(text))
    if controls > max(_FEW, _BINARY_SHARE * len(text)):
        raise ValueError("not text: it is full of control characters")
    if 2 * faults > len(text):
        raise ValueError(f"not text: most of it is damaged {encoding}")
    if faults:
        characters = "1 damaged character became" if faults == 1 else f"{faults:,} damaged characters became"
        notes.append(f"{characters} U+FFFD")
    if nuls := text.count("\0"):
        notes.append(f"{nuls:,} NUL {'character was' if nuls == 1 else 'characters were'} left out")
    note = "; ".join([f"read as {encoding}", *notes]) if notes else None
    return Decoded(without_c1(text), encoding, note)


def without_c1(text: str) -> str:
    """Return the text without NULs, its C1 controls read as the windows-1252 that they come from."""
    return text.translate(_C1) if _HAS_C1.search(text) else text


def _choose(data: bytes, label: str | None) -> tuple[str, int, list[str]]:
    """Return the encoding, where the text begins, and notes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark) and (encoding != "UTF-32LE" or len(data) % 4 == 0):
            return encoding, len(mark), []
    wide = wide_encoding(data)
    declared = encoding_of(label) if label else None
    if wide is not None:
        said = declared is not None and declared[:6] == wide[:6]
        return wide, 0, [] if said else ["it has no byte order mark"]
    notes = [f"it declares the unknown encoding {label!r}"] if label and declared is None else []
    if declared is not None and declared.startswith(("UTF-16", "UTF-32")):
        declared = "UTF-8"  # a declaration that could be read is not in UTF-16
    if declared in (None, "UTF-8"):
        return _unicode_or_guess(data, declared is not None, notes)
    if _is_utf8(data, declared or ""):
        return "UTF-8", 0, [f"it declares {label} but is UTF-8"]
    return declared or "UTF-8", 0, notes


def _is_utf8(data: bytes, declared: str) -> bool:
    """True when the bytes are UTF-8 outside ASCII, and not by chance, as few bytes of Chinese can be."""
    if data.isascii() or _strictly(data, "utf-8") is None:
        return False
    if declared not in _MULTIBYTE:
        return True
    return bool(_LONG_SEQUENCE.search(data)) or len(_SEQUENCE.findall(data)) >= 4


def _unicode_or_guess(data: bytes, declared: bool, notes: list[str]) -> tuple[str, int, list[str]]:
    if not declared and b"\x1b$" in data and data.isascii():
        return "ISO-2022-JP", 0, [*notes, "a guess from its escape sequences, since nothing declares it"]
    if _strictly(data, "utf-8") is not None:
        return "UTF-8", 0, notes
    sequences = len(_SEQUENCE.findall(data))
    faults = _decoded(data, "UTF-8")[1]
    if sequences >= faults or (declared and faults < 3):
        return "UTF-8", 0, notes
    why = "it declares UTF-8 but is not" if declared else "nothing declares its encoding and it is not UTF-8"
    return guess(data), 0, [*notes, f"a guess, since {why}"]


def _decoded(data: bytes, encoding: str) -> tuple[str, int]:
    """Return (text, number of faults)."""
    names = codecs_of(encoding)
    for name in names:
        text = _strictly(data, name)
        if text is not None:
            return text, 0
    text = data.decode(names[0], errors="replace")
    return text, max(1, text.count("\ufffd") - data.count("\ufffd".encode()))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
