"""UTF-16 and UTF-32 without a byte order mark, known by their NULs and by what comes out."""

import unicodedata
from collections import Counter

_SAMPLE = 1 << 16
_CLEAR_SHARE = 0.30
"""Of NULs and control bytes: more than this is never text of one byte a character."""

_SOME_SHARE = 0.10
"""As much has UTF-16 of Indian scripts; so has a short text of one byte a character with a NUL in it."""

_FIRST_IDEOGRAPH = "\u2e80"
_HIGH_SHARE = 0.12
"""Of bytes above ASCII: UTF-16 of Chinese has more and few NULs, Western texts never so many."""
_ODD = frozenset(("Cc", "Cn", "Co", "Cs"))
_FREQUENT = frozenset("\t\n\r 、。，,.:;-")


def wide_encoding(data: bytes) -> str | None:
    """Return UTF-16LE, UTF-16BE, UTF-32LE or UTF-32BE, or None when the bytes are none of them."""
    sample = data[:_SAMPLE]
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in sample)
    if not controls:
        return None
    if found := _best(sample[: len(sample) // 4 * 4], ("UTF-32LE", "UTF-32BE")):
        return found
    if sample.isascii() and _on_both_places(sample):
        return None
    clear = controls >= _CLEAR_SHARE * len(sample)
    even = sample[: len(sample) // 2 * 2]
    if controls >= _SOME_SHARE * len(sample) and not clear:
        found = _best(even, ("UTF-16LE", "UTF-16BE"), 1.03)
        if found and _without_ideographs(even.decode(found, errors="replace")):
            return found
    ideographs = sum(byte > 0x7F for byte in sample) >= _HIGH_SHARE * len(sample) and not _is_utf8(sample)
    if not (clear or ideographs):
        return None
    return _best(even, ("UTF-16LE", "UTF-16BE"), 1.0 if clear else 1.03)


def _best(sample: bytes, encodings: tuple[str, ...], least: float = 1.0) -> str | None:
    scores = {encoding: _score(sample, encoding) for encoding in encodings}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= least else None


def _score(sample: bytes, encoding: str) -> float:
    """Return 0 for what is no text; else 1 and the share of spaces, ASCII letters and punctuation."""
    if encoding.startswith("UTF-32") and not _strict(sample, encoding):
        return 0.0
    text = sample.decode(encoding, errors="replace")
    odd = sum(unicodedata.category(sign) in _ODD and sign not in "\t\n\r\f" for sign in text)
    if not text or odd + text[:-1].count("\ufffd") > 0.02 * len(text):
        return 0.0
    frequent = sum(sign in _FREQUENT or (sign.isascii() and sign.isalnum()) for sign in text)
    of_one_script = Counter(ord(sign) >> 8 for sign in text).most_common(1)[0][1]
    return 1.0 + (frequent + 0.01 * of_one_script) / len(text)


def _on_both_places(sample: bytes) -> bool:
    """True when NULs stand on even and on odd places, as in lists of names and never in UTF-16."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return min(even, odd) > 0.1 * (even + odd)


def _without_ideographs(text: str) -> bool:
    """True for what pairs of ASCII letters never give."""
    return sum(sign >= _FIRST_IDEOGRAPH for sign in text) <= 0.1 * len(text)


def _is_utf8(sample: bytes) -> bool:
    return "\ufffd" not in sample.decode("utf-8", errors="replace")[:-4]


def _strict(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
