"""Mail to plain text: the usual header lines, the body, and attachments that are text."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from search_app.parsing.decoding import decode_text
from search_app.parsing.html_text import parse_html
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_FROM_LINE = re.compile(rb"^From [^\n]*\n", re.MULTILINE)


def parse_eml(content: bytes, limits: ParseLimits) -> FileText:
    """Return the subject as title, and the text.

    Raises:
        ValueError: With one sentence, when it is no message.
    """
    message = message_from_bytes(content, policy=policy.default)
    if not any(message.get(name) for name in _HEADERS):
        raise ValueError("not a mail message: it has no header")
    notes = tuple(_not_read(message))
    return FileText(message.get("Subject"), "\n\n".join(_parts(message)), notes)


def parse_mbox(content: bytes, limits: ParseLimits) -> FileText:
    """Return the text of every message of a mailbox, one after another.

    Raises:
        ValueError: With one sentence, when it is no mailbox.
    """
    starts = [found for found in _FROM_LINE.finditer(content) if _begins(content, found.start())]
    if not starts or content[: starts[0].start()].strip():
        raise ValueError("not a mailbox: it does not begin with a From line")
    ends = [*(found.start() for found in starts[1:]), len(content)]
    messages = [content[found.end() : end] for found, end in zip(starts, ends, strict=True)]
    read = [parse_eml(message, limits) for message in messages]
    notes = tuple(note for found in read for note in found.notes)
    return FileText(None, "\n\n".join(found.text for found in read), notes)


def _begins(content: bytes, at: int) -> bool:
    """True where a message may begin: at the start, or after a blank line."""
    return at == 0 or content[max(at - 2, 0) : at] in (b"\n\n", b"\r\n") or content[at - 2 : at] == b"\n\n"


def _parts(message: EmailMessage) -> Iterator[str]:
    yield "\n".join(f"{name}: {message[name]}" for name in _HEADERS if message.get(name))
    body = message.get_body(("plain", "html"))
    if body is not None:
        yield _text(cast(EmailMessage, body))
    for part in message.iter_attachments():
        attachment = part
        name = attachment.get_filename() or attachment.get_content_type()
        if attachment.get_content_maintype() == "text":
            yield f"Attachment {name}:\n{_text(attachment)}"
        elif attachment.get_content_type() == "message/rfc822":
            forwarded = attachment.get_content()
            yield f"Attachment {name}:\n" + "\n\n".join(_parts(cast(EmailMessage, forwarded)))
        else:
            yield f"Attachment {name}"


def _not_read(message: EmailMessage) -> Iterator[str]:
    for part in message.iter_attachments():
        if part.get_content_maintype() not in ("text", "message"):
            yield f"the attachment {part.get_filename() or part.get_content_type()} is not read"


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if part.get_content_subtype() == "html":
        return parse_html(data).text.strip()
    return decode_text(data, label=part.get_content_charset()).text
