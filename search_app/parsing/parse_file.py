"""One file to text."""

from pathlib import Path

from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import ParsedDocument
from search_app.parsing.parser import Parser


def parse_file(path: Path, limits: ParseLimits = ParseLimits()) -> ParsedDocument:  # noqa: B008  # frozen
    """Return the text of a `.txt`, `.md`, `.html`, `.pdf` or `.docx` file; see `Parser` for many files.

    Raises:
        BadInputError: In one sentence: no such kind or file, damaged, encrypted, or over a limit.
    """
    with Parser(limits) as parser:
        return parser.parse(path)
