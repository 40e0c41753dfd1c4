"""Text and Markdown: read in this process, since decoding is all there is to do."""

from collections.abc import Mapping

from search_app.parsing.decoding import decode_text
from search_app.parsing.markdown_head import markdown_head
from search_app.parsing.parsed_document import FileText


def parse_text(content: bytes) -> FileText:
    """Return the text, its line ends as newlines; it has no title.

    Raises:
        ValueError: With one sentence, when the bytes are not text.
    """
    decoded = decode_text(content)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    return FileText(None, text, (decoded.note,) if decoded.note else ())


def parse_markdown(content: bytes) -> tuple[FileText, Mapping[str, str | list[str]]]:
    """Return the text as written with its title, and what the front matter says.

    Raises:
        ValueError: With one sentence, when the bytes are not text.
    """
    found = parse_text(content)
    head = markdown_head(found.text)
    if not head.body.strip():
        found = found._replace(text="")
    return found._replace(title=head.title), head.metadata
