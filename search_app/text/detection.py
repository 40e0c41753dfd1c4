"""The language of a text, as one of those that BM25 has an analyzer for."""

import threading
from functools import lru_cache
from typing import Any

from search_app.text.analysis import LANGUAGES, STANDARD

_SAMPLE = 4_000
_SURE = 0.5
_LIKELY = 0.3

# Of one written language: Lucene's analyzer for it serves them all.
_SAME = {
    "arz": "arabic",
    "ary": "arabic",
    "nn": "norwegian",
    "pcm": "english",
    "sdh": "persian",
    "wuu": "chinese",
    "yue": "chinese",
}
# Lucene cuts Thai into words only with a full Java runtime; an index must not depend on that.
_ANALYZERS = {code: name for name, code in LANGUAGES.items() if name not in ("brazilian", "thai")} | _SAME
_lock = threading.Lock()


def detect_language(text: str) -> str:
    """Return the analyzer's name for the language of `text`, "standard" for none or one that is not clear.

    The same text always has the same answer; its first 4,000 characters count. What the classifier is not
    sure of, because the text is short, goes to the likeliest language that there is an analyzer for.
    """
    found = _identifier().rank(text[:_SAMPLE])
    best, share = found[0]
    if share >= _SURE:
        return _ANALYZERS.get(best, STANDARD)
    known: dict[str, float] = {}
    for code, part in found:
        if code in _ANALYZERS:
            known[_ANALYZERS[code]] = known.get(_ANALYZERS[code], 0.0) + part
    name = max(known, key=lambda each: known[each])
    return name if known[name] >= _LIKELY * sum(known.values()) else STANDARD


def _identifier() -> Any:
    with _lock:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Any:
    """A naive Bayes classifier over 139 languages: half a second and 90 MB with the first text."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
