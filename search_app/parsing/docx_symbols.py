"""Signs that Word names by their number in a font of symbols, as the characters they show."""

_SYMBOL = (
    dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
    | dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
    | dict(zip(range(0x30, 0x3A), "0123456789", strict=True))
    | {0x20: " ", 0x2B: "+", 0x2D: "−", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x22: "∀", 0x24: "∃", 0x40: "≅"}
    | {0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°"}
    | {0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠"}
    | {0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC7: "∩", 0xC8: "∪", 0xC9: "⊃", 0xCC: "⊂", 0xCE: "∈", 0xCF: "∉"}
    | {0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔"}
    | {0xDE: "⇒", 0xE5: "∑", 0xF2: "∫", 0xA0: "€"}
)
_WINGDINGS = {
    0xA7: "▪",
    0xA8: "☐",
    0x6F: "☐",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    0xE0: "→",
    0xDF: "←",
    0xE8: "→",
    0xF0: "⇒",
    0x4A: "☺",
    0x6C: "●",
    0x6E: "■",
    0x76: "❖",
    0xD8: "➢",
}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = 0xF000
"""Where fonts of symbols keep their signs."""


def symbol(code: str | None, font: str | None) -> str:
    """Return the character; "" for a sign of a font that is not known, which means nothing elsewhere."""
    try:
        number = int(code or "0", 16)
        sign = chr(number)
    except (ValueError, OverflowError):
        return ""
    table = _FONTS.get((font or "").lower())
    if table is not None and (number < 0x100 or _PRIVATE <= number < _PRIVATE + 0x100):
        return table.get(number & 0xFF, "")
    return "" if "\ue000" <= sign <= "\uf8ff" or "\ud800" <= sign <= "\udfff" else sign.strip("\0")
