"""The letters of the languages in Latin script, and which encoding turns bytes into the words of one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

_WESTERN = (
    "äöüß",  # German
    "àâæçéèêëîïôùûüÿœ",  # French
    "áéíóúüñ",  # Spanish
    "ãõáâàçéêíóôúü",  # Portuguese
    "àèéìîòóù",  # Italian
    "éëïóöü",  # Dutch
    "åäöé",  # Swedish, Finnish
    "æøåéóò",  # Danish, Norwegian
    "áéíóúýþæöð",  # Icelandic
    "àçéèíïóòúü",  # Catalan
    "ëç",  # Albanian
    "äöõüšž",  # Estonian
    "áðíóúýæø",  # Faroese
)
_CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Croatian, Slovene
    "ăâîşţșț",  # Romanian
)
_TURKISH = ("çğıöşüâîû",)
_BALTIC = ("āčēģīķļņšūž", "ąčęėįšųūž")  # Latvian, Lithuanian
_VIETNAMESE = ("ăâđêôơưáàãéèíìóòõúùýỹ",)
_ENCODINGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "windows-1250": ("cp1250", _CENTRAL),
    "ISO-8859-2": ("iso8859_2", _CENTRAL),
    "windows-1254": ("cp1254", _TURKISH),
    "windows-1257": ("cp1257", _BALTIC),
    "windows-1258": ("cp1258", _VIETNAMESE),
    "IBM850": ("cp850", _WESTERN),
    "macintosh": ("mac_roman", _WESTERN),
}
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WITHIN_WORDS = frozenset("’ʼ–—µ·°±×®™ºª\xa0")
"""What is no letter and yet stands between letters."""

_LEAST_LETTERS = 4
"""Fewer letters outside ASCII, or all of one kind, say nothing about the language."""

_SURE = 0.97
_BETTER = 0.1
"""Share of signs that must fit, and how many more than in windows-1252."""


def by_alphabet(sample: bytes) -> str | None:
    """Return an encoding that makes far more sense of the bytes than windows-1252, or None.

    Words of two languages may stand in a text of windows-1252, of one in a text of another encoding.

    Args:
        sample: Text of which less than half of the letters are outside ASCII.
    """
    pairs = ["".join(pair) for pair in combinations(_WESTERN, 2)]
    plain = sample.decode("cp1252", errors="replace")
    best, most = None, max(_SURE, _share(plain, pairs) + _BETTER)
    # Two languages explain much: where one explains all, windows-1252 is held to one as well.
    whole = _share(plain, _WESTERN) + _BETTER <= 1.0
    for name, (codec, alphabets) in _ENCODINGS.items():
        text = sample.decode(codec, errors="replace")
        letters = [sign for sign in text if sign.isalpha() and not sign.isascii()]
        if len(letters) < _LEAST_LETTERS or len(set(letters)) == 1:
            continue
        share = _share(text, alphabets)
        if share > most or (best is None and (share >= most or (whole and share == 1.0))):
            best, most = name, share
    return best


def _share(text: str, alphabets: Sequence[str]) -> float:
    """Return the share of signs outside ASCII that fit into words of the language they fit best."""
    letters, fitting, others = Counter[str](), 0, 0
    for place, sign in enumerate(text):
        if sign.isascii():
            continue
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if sign.isalpha() and not (sign.isupper() and before.islower()):
            letters[sign.lower()] += 1
        else:
            others += 1
            fitting += _fits(sign, before, after)
    most = max(sum(count for sign, count in letters.items() if sign in signs) for signs in alphabets)
    total = others + letters.total()
    return (fitting + most) / total if total else 0.0


def _fits(sign: str, before: str, after: str) -> bool:
    """True for a sign that is no letter where such a sign may stand."""
    if sign.isalpha() or sign == "\ufffd":
        return False
    if sign in _TONES:
        return before.isalpha()
    return sign in _WITHIN_WORDS or not (before.isalpha() and after.isalpha())
