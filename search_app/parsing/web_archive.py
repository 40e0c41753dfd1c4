"""Web pages saved as one file (MHTML) to plain text."""

from email import message_from_bytes, policy

from search_app.parsing.html_text import parse_html
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText


def parse_web_archive(content: bytes, limits: ParseLimits) -> FileText:
    """Return title and text of the page; pictures and styles beside it are no text.

    Raises:
        ValueError: With one sentence, when it holds no page.
    """
    message = message_from_bytes(content, policy=policy.default)
    page = message.get_body(("html", "plain")) if message.get("Content-Type") else None
    payload = page.get_payload(decode=True) if page is not None else None
    if not isinstance(payload, bytes):
        raise ValueError("not a web archive: it holds no page")
    found = parse_html(payload)
    return found._replace(title=found.title or message.get("Subject"))
