"""Lucene's analyzers by language."""

from collections.abc import Mapping
from typing import Any

from search_app.errors import UnavailableError
from search_app.lucene.analyzer_signatures import ANALYZERS
from search_app.lucene.java_classes import call, java_class
from search_app.text.analysis import ENGLISH, STANDARD

_NAMED: Mapping[str, str] = {
    STANDARD: "StandardAnalyzer",
    # Two characters at a time: the jar has no dictionary of these.
    "chinese": "CJKAnalyzer",
    "korean": "CJKAnalyzer",
    "ukrainian": "UkrainianMorfologikAnalyzer",
}


def new_java_analyzer(language: str) -> Any:
    """Return a new Java Analyzer of a language in `search_app.text.analysis.LANGUAGES`, or the standard one.

    Raises:
        UnavailableError: When this Java runtime cannot cut the language into words.
    """
    if language == ENGLISH:
        return java_class("DefaultEnglishAnalyzer").newDefaultInstance()
    analyzer = java_class(analyzer_class(language))()
    if language == "thai":
        _check_thai(analyzer)
    return analyzer


def analyzer_class(language: str) -> str:
    """Return the name of the Java class, one of `ANALYZERS`, for a language that is not English."""
    name = _NAMED.get(language, f"{language.capitalize()}Analyzer")
    if name not in ANALYZERS:
        raise KeyError(language)
    return name


def _check_thai(analyzer: Any) -> None:
    from jnius import JavaException

    try:
        call(call(analyzer, "tokenStream", "contents", "ก"), "close")
    except JavaException as error:
        raise UnavailableError(
            "this Java runtime has no dictionary of Thai words",
            "a full Java of version 21 or later",
            "set JAVA_HOME to one, or choose the language `standard`",
        ) from error
