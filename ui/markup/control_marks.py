"""Characters that reorder or hide text, made visible.

Bidirectional controls let a title read differently from what it is ("Trojan Source", CVE-2021-42574);
zero-width characters and C0/C1 controls hide parts of it. They are shown by name instead of obeyed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAMES = {
    0x00AD: "SHY",
    0x061C: "ALM",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200E: "LRM",
    0x200F: "RLM",
    0x2028: "LSEP",
    0x2029: "PSEP",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}
# ZWJ and ZWNJ (U+200C, U+200D) stay: emoji and Persian need them. Tab, LF and CR are layout.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class ControlMark:
    """A character shown by name.

    Attributes:
        name: Unicode's abbreviation, or U+XXXX.
        code: The code point.
    """

    name: str
    code: int


def split_controls(raw: str) -> Iterator[str | ControlMark]:
    """Yield the text between controls, and a mark in the place of each control."""
    position = 0
    for found in _CONTROL.finditer(raw):
        if found.start() > position:
            yield raw[position : found.start()]
        code = ord(found.group())
        yield ControlMark(_NAMES.get(code, f"U+{code:04X}"), code)
        position = found.end()
    if position < len(raw):
        yield raw[position:]


def spell_controls(raw: str) -> str:
    """Return the text with every control written as ⟨NAME⟩, for places that take plain text only."""
    return "".join(
        part
        if isinstance(part, str)
        else f"\N{MATHEMATICAL LEFT ANGLE BRACKET}{part.name}\N{MATHEMATICAL RIGHT ANGLE BRACKET}"
        for part in split_controls(raw)
    )
