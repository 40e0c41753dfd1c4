"""Parsing: from a file of a common kind to plain text, whatever the file tries."""

from search_app.parsing.limits import ParseLimits
from search_app.parsing.parse_file import parse_file
from search_app.parsing.parsed_document import MEDIA_TYPES, ParsedDocument
from search_app.parsing.parser import Parser

__all__ = ["MEDIA_TYPES", "ParseLimits", "ParsedDocument", "Parser", "parse_file"]
