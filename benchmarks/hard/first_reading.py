"""What our parsers made of these documents when they were first read, before any fault was mended."""

from collections.abc import Mapping

FIRST_READING: Mapping[str, tuple[int, int, int, int, int]] = {
    "text": (90, 124, 0, 0, 0),
    "web pages": (62, 68, 0, 6, 6),
    "XML": (5, 16, 3, 2, 3),
    "Markdown": (5, 5, 0, 3, 3),
    "reStructuredText": (5, 5, 0, 0, 2),
    "LaTeX": (4, 22, 0, 0, 2),
    "notebooks": (2, 7, 1, 1, 1),
    "Word": (32, 39, 2, 1, 1),
    "PowerPoint": (11, 18, 0, 1, 3),
    "Excel": (12, 26, 4, 0, 0),
    "OpenDocument": (20, 25, 1, 0, 3),
    "rich text": (33, 37, 1, 1, 1),
    "EPUB": (3, 9, 0, 1, 2),
    "mail": (31, 52, 0, 1, 2),
    "PDF": (49, 52, 3, 3, 3),
    "tables": (30, 38, 0, 0, 0),
    "JSON": (22, 26, 0, 0, 0),
}
"""{format: (words found, words, never-words that came out, titles right, titles declared)}."""
