"""Text and Markdown: read in this process, since decoding is all there is to do."""

import codecs
import re

_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes) -> str:
    """Return the text, Windows line ends as newlines: UTF-8, or UTF-16 when a byte order mark says so.

    Raises:
        ValueError: With one sentence, when the bytes are neither.
    """
    encoding = "utf-16" if content.startswith(_WIDE) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"not {encoding[:6].upper().rstrip('-')} at byte {error.start + 1}") from error
    return text.replace("\r\n", "\n")


def markdown_title(text: str) -> str | None:
    """Return the first heading, or None."""
    heading = _HEADING.search(text)
    return heading.group(1) if heading else None
