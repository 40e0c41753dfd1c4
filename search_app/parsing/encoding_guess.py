"""What encoding bytes are in that say nothing about it and are not Unicode."""

import re

from search_app.parsing.alphabets import by_alphabet

_SAMPLE = 1 << 16
_WESTERN_SHARE = 0.5
"""Of the letters outside ASCII: Western and Central European texts have fewer, other scripts more."""

_CENTRAL = set("ąćęłńśźżĄĆĘŁŃŚŹŻěščřžůďťňĚŠČŘŽŮĎŤŇőűŐŰ")
_ICELANDIC = set("ÝÞÐýþð")
_TURKISH = set("üöçÜÖÇâîûÂÎÛ")
"""What Turkish has in windows-1254 as in windows-1252; Icelandic does not go without á, é, í, æ."""
_SYMBOLS = set("³¹¿£¥¯ªº¼½¾¢¦§¨©¬®±²´µ¶·¸¡¤×÷ˇ˘˛˝•‚„…†‡‰‹›˜™ˆƒ")
_HEBREW = range(0xE0, 0xFB)
_HEBREW_LETTERS = 20
"""As many bytes and none beside: in windows-1251 they would be small letters, never ы, ь, э, ю, я."""
_OTHERS = {
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp874": "windows-874",
    "koi8_r": "KOI8-R",
    "cp866": "IBM866",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030",
    "big5": "Big5",
    "cp949": "EUC-KR",
}


def guess(data: bytes) -> str:
    """Return the most likely encoding; windows-1252 where nothing speaks for another."""
    if b"\x1b$" in data and max(data) < 0x80:
        return "ISO-2022-JP"
    sample = _fullest(data)
    high = sum(byte > 0x7F for byte in sample)
    letters = len(re.findall(rb"[A-Za-z]", sample))
    if high <= _WESTERN_SHARE * (high + letters):
        return by_alphabet(sample) or _western(sample)
    others = bytes(byte for byte in sample if byte > 0x7F)
    if len(others) >= _HEBREW_LETTERS and all(byte in _HEBREW for byte in others):
        return "windows-1255"
    return _by_statistics(sample)


def _fullest(data: bytes) -> bytes:
    """Return the lines with bytes outside ASCII: markup and English around them say nothing."""
    lines = (line for line in re.split(rb"[\r\n]+|<[^<>]*>", data) if not line.isascii())
    return b"\n".join(lines)[:_SAMPLE]


def _western(sample: bytes) -> str:
    """Return another than windows-1252 only where that gives symbols inside words, or letters of no use."""
    western = sample.decode("cp1252", errors="replace")
    central = sample.decode("cp1250", errors="replace")
    letters = {sign for sign in western if not sign.isascii() and sign.isalpha()}
    if len(letters & _ICELANDIC) >= 2 and letters <= _ICELANDIC | _TURKISH:
        return "windows-1254"
    if western.count("\ufffd") > central.count("\ufffd"):
        return "windows-1250"
    instead = sum(
        letter in _CENTRAL and symbol in _SYMBOLS and _in_word(western, place)
        for place, (symbol, letter) in enumerate(zip(western, central, strict=True))
    )
    foreign = sum(letter in _CENTRAL for letter in central)
    return "windows-1250" if instead >= 2 and 5 * instead >= foreign else "windows-1252"


def _in_word(text: str, place: int) -> bool:
    return text[place - 1 : place].isalpha() or text[place + 1 : place + 2].isalpha()


def _by_statistics(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    # Short texts are repeated: the statistics refuse to judge them otherwise.
    repeated = (sample + b"\n") * max(1, 1000 // len(sample))
    best = from_bytes(repeated, cp_isolation=[*_OTHERS, "cp1252"]).best()
    found = _OTHERS.get(best.encoding, "windows-1252") if best is not None else "windows-1252"
    return "x-mac-cyrillic" if found == "windows-1251" and _of_old_macs(sample) else found


def _of_old_macs(sample: bytes) -> bool:
    """True for Cyrillic whose small я is where windows-1251 has the capital, and is at the ends of words."""
    text = sample.decode("cp1251", errors="replace")
    within = sum(sign == "Я" and before.islower() for before, sign in zip(text, text[1:], strict=False))
    return within > 0 and "я" not in text
