"""How a collection's words are made for BM25."""

from dataclasses import dataclass

from search_app.errors import BadInputError
from search_app.text.matching import MATCHING

ENGLISH = "english"
AUTO = "auto"
STANDARD = "standard"

LANGUAGES = {
    "arabic": "ar",
    "armenian": "hy",
    "basque": "eu",
    "bengali": "bn",
    "brazilian": "pt-br",
    "bulgarian": "bg",
    "catalan": "ca",
    "chinese": "zh",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    ENGLISH: "en",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "galician": "gl",
    "german": "de",
    "greek": "el",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "irish": "ga",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "latvian": "lv",
    "lithuanian": "lt",
    "nepali": "ne",
    "norwegian": "no",
    "persian": "fa",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "sorani": "ckb",
    "spanish": "es",
    "swedish": "sv",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
}
"""{name: code} of the languages that Lucene's jar has analyzers for."""


@dataclass(frozen=True, slots=True)
class TextAnalysis:
    """What stands between a text and the words of an index; fixed when a collection is made.

    Attributes:
        analyzer: A language of `LANGUAGES`; "standard" for words as they are written, without stems and stop
            words; "auto" for the language of each document.
        matching: Version of `search_app.text.matching` by which texts are normalised before.
    """

    analyzer: str = ENGLISH
    matching: int = MATCHING

    @property
    def plain(self) -> bool:
        """Whether one analysis serves all texts, exactly as Anserini's default does it."""
        return self.analyzer == ENGLISH


DEFAULT = TextAnalysis()


def analyzer_named(given: str) -> str:
    """Return the name of an analyzer, given its name or the code of its language in any case.

    Raises:
        BadInputError: When there is none; lists those there are.
    """
    wanted = given.strip().lower().replace("_", "-")
    codes = {code: name for name, code in LANGUAGES.items()}
    if wanted in LANGUAGES or wanted in (AUTO, STANDARD):
        return wanted
    if wanted in codes:
        return codes[wanted]
    listed = ", ".join(f"{name} ({code})" for name, code in LANGUAGES.items())
    raise BadInputError(
        f"language {given!r}",
        f"{AUTO}, {STANDARD}, {listed}",
        f"choose one of them; {STANDARD} suits languages that are not listed",
    )
