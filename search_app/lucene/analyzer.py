"""From a text to the words of an index, by Lucene's analyzer of a language.

English is Anserini's default: words, lower-cased, without stop words, Porter-stemmed.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import methodcaller
from typing import Any

from search_app.lucene.java_classes import call, java_class
from search_app.lucene.language_analyzers import new_java_analyzer
from search_app.text.analysis import ENGLISH
from search_app.text.matching import MATCHING, matching_text, normalised

BODY = "contents"
"""Anserini's name for the one text field."""

# see `call`; once per token
_ADVANCE, _TEXT, _STEP = map(methodcaller, ("incrementToken", "toString", "getPositionIncrement"))
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class AnalyzedWord:
    """One token of a text.

    Attributes:
        term: As the index has it.
        start: First character in the text.
        end: One past the last character in the text.
        position: Its place among all words, counted from 0; those that are not indexed take one as well.
    """

    term: str
    start: int
    end: int
    position: int


class Analyzer:
    """Lucene's analysis chain for one language. Thread-safe.

    Args:
        language: See `search_app.text.analysis.TextAnalysis.analyzer`, a language or "standard".
        folding: Whether accents and what is left of case are folded after it: "café" becomes "cafe".
        matching: Version of `search_app.text.matching` by which texts are normalised before it.

    Raises:
        UnavailableError: When this Java runtime cannot cut the language into words.
    """

    def __init__(self, language: str = ENGLISH, folding: bool = False, matching: int = MATCHING) -> None:
        self.java = new_java_analyzer(language)
        self._folding, self._matching = folding, matching

    def text(self, text: str) -> str:
        """Return what Lucene is given of `text`."""
        return java_text(normalised(text, self._matching))

    def stream(self, text: str) -> Any:
        """Return the tokens as a Java TokenStream; closed before this thread asks for the next."""
        return self._folded(call(self.java, "tokenStream", BODY, self.text(text)))

    def words(self, text: str, terms: Collection[str] | None = None) -> list[AnalyzedWord]:
        """Return the tokens of `text`, their offsets counting its characters.

        Args:
            text: Any text.
            terms: With these, only the tokens that are one of them. Lucene leaves the others out by itself:
                two calls into Java for each would cost more than the analysis.
        """
        matched = matching_text(text, self._matching)
        stream = self._folded(call(self.java, "tokenStream", BODY, java_text(matched.text)))
        try:
            found = _read(stream if terms is None else _keeping(terms, stream))
        finally:
            # An unclosed stream makes this thread's next analysis fail.
            call(stream, "close")
        characters = _code_points(matched.text)
        if characters is not None:
            found = [(term, characters[start], characters[end], at) for term, start, end, at in found]
        return [AnalyzedWord(term, *matched.original(start, end), at) for term, start, end, at in found]

    def _folded(self, stream: Any) -> Any:
        if not self._folding:
            return stream
        from jnius import cast

        for name in ("LowerCaseFilter", "ASCIIFoldingFilter"):
            stream = cast(java_class("TokenStream"), java_class(name)(stream))
        return stream


def java_text(text: str) -> str:
    """Replace lone surrogates, which have no UTF-16 form; nothing changes its place by it."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _keeping(terms: Collection[str], stream: Any) -> Any:
    from jnius import cast

    kept = java_class("CharArraySet")(java_class("Arrays").asList(list(terms)), False)
    return cast(java_class("TokenStream"), java_class("KeepWordFilter")(stream, kept))


def _read(stream: Any) -> list[tuple[str, int, int, int]]:
    term, offset = _attribute(stream, "CharTermAttribute"), _attribute(stream, "OffsetAttribute")
    step = _attribute(stream, "PositionIncrementAttribute")
    found, position = [], -1
    call(stream, "reset")
    while _ADVANCE(stream):
        position += _STEP(step)
        found.append((_TEXT(term), call(offset, "startOffset"), call(offset, "endOffset"), position))
    call(stream, "end")
    return found


def _attribute(stream: Any, name: str) -> Any:
    from jnius import cast, find_javaclass

    bound = java_class(name)
    java_type = find_javaclass(bound.__javaclass__.replace("/", "."))
    return cast(bound, call(stream, "getAttribute", java_type))


def _code_points(text: str) -> Sequence[int] | None:
    """Map Java's offsets (UTF-16 units) to characters, or None where both are the same."""
    if text.isascii() or max(text) <= "\uffff":
        return None
    units = [2 if character > "\uffff" else 1 for character in text]
    position = [0] * (sum(units) + 1)
    for character, unit in enumerate(accumulate(units), start=1):
        position[unit] = character
    return position
