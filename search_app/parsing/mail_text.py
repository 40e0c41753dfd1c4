"""Mail to plain text: the usual header lines, the body, and the attachments of kinds that are read."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import PurePath

from search_app.parsing.decoding import decode_text
from search_app.parsing.html_text import parse_html
from search_app.parsing.limits import ParseLimits
from search_app.parsing.more_kinds import MORE_MEDIA_TYPES
from search_app.parsing.parsed_document import MEDIA_TYPES, FileText

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_FROM_LINE = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_DEEPEST = 8
_TYPES = {kind: suffix for suffix, kind in {**MEDIA_TYPES, **MORE_MEDIA_TYPES}.items()}


def parse_eml(content: bytes, limits: ParseLimits) -> FileText:
    """Return the subject as title, and the text.

    Raises:
        ValueError: With one sentence, when it is no message.
    """
    message = message_from_bytes(content, policy=policy.default)
    if not any(message.get(name) for name in _HEADERS):
        raise ValueError("not a mail message: it has no header")
    reading = _Reading(limits)
    text = "\n\n".join(filter(None, reading.message(message, 0)))
    return FileText(_header(message, "Subject"), text, tuple(reading.notes))


def parse_mbox(content: bytes, limits: ParseLimits) -> FileText:
    """Return the text of every message of a mailbox, one after another; one that is damaged is named.

    Raises:
        ValueError: With one sentence, when it is no mailbox.
    """
    starts = [found for found in _FROM_LINE.finditer(content) if _begins(content, found.start())]
    if not starts or content[: starts[0].start()].strip():
        raise ValueError("not a mailbox: it does not begin with a From line")
    ends = [*(found.start() for found in starts[1:]), len(content)]
    texts: list[str] = []
    notes: list[str] = []
    for number, (found, end) in enumerate(zip(starts, ends, strict=True), start=1):
        try:
            read = parse_eml(_QUOTED_FROM.sub(rb"\1", content[found.end() : end]), limits)
            texts.append(read.text)
            notes += read.notes
        except ValueError as error:
            notes.append(f"message {number:,} is left out: {error}")
    return FileText(None, "\n\n".join(texts), tuple(notes))


def _begins(content: bytes, at: int) -> bool:
    """True where a message may begin: at the start, or after a blank line."""
    return at == 0 or content[max(at - 2, 0) : at] in (b"\n\n", b"\r\n") or content[at - 2 : at] == b"\n\n"


class _Reading:
    """One message and what is packed into it."""

    def __init__(self, limits: ParseLimits) -> None:
        self._limits = limits
        self.notes: list[str] = []

    def message(self, message: EmailMessage, depth: int) -> Iterator[str]:
        said = ((name, _header(message, name)) for name in _HEADERS)
        yield "\n".join(f"{name}: {value}" for name, value in said if value)
        body = message.get_body(("plain", "html"))
        yield self._body(body) if body is not None else ""
        if body is None and not message.is_multipart():
            # A message of one part that is no text, or that lacks the boundary it declares.
            yield from self._attachment(message, depth)
        for part in _parts(message):
            if part is not body:
                yield from self._attachment(part, depth)

    def _body(self, body: MIMEPart) -> str:
        try:
            return _text(body)
        except ValueError as error:
            self.notes.append(f"the message itself is not read: {error}")
            return ""

    def _attachment(self, part: MIMEPart, depth: int) -> Iterator[str]:
        kind, name = part.get_content_type(), part.get_filename()
        if kind == "message/rfc822" and part.is_multipart():
            yield f"Attachment {name or kind}:"
            if depth < _DEEPEST:
                yield from self.message(part.get_payload(0), depth + 1)  # type: ignore[arg-type]
            else:
                self.notes.append(f"the attachment {name or kind} is not read: messages nest too deeply")
            return
        try:
            text = self._content(part, kind, name)
            yield text if name is None and kind.startswith("text/") else f"Attachment {name or kind}:\n{text}"
        except ValueError as error:
            yield f"Attachment {name or kind}"
            why = f": {error}" if str(error) else ""
            self.notes.append(f"the attachment {name or kind} is not read{why}")

    def _content(self, part: MIMEPart, kind: str, name: str | None) -> str:
        """Return the text of an attachment; raises ValueError with one sentence when it has none."""
        from search_app.parsing.registry import parse_content

        suffix = PurePath(name or "").suffix.lower()
        if suffix not in MEDIA_TYPES:
            suffix = _TYPES.get(kind, suffix)
        if part.get_content_maintype() in ("text", "multipart") or MEDIA_TYPES.get(suffix, "").startswith(
            "text/"
        ):
            return _text(part)
        if suffix not in MEDIA_TYPES or suffix in (".eml", ".mbox"):
            raise ValueError
        payload = part.get_payload(decode=True)
        try:
            found = parse_content(suffix, payload if isinstance(payload, bytes) else b"", self._limits)
        except (ValueError, MemoryError):
            raise
        except Exception as error:  # a damaged attachment raises anything, and the message is to be read
            raise ValueError(f"damaged: {type(error).__name__}") from error
        self.notes += [f"{name or kind}: {note}" for note in found.notes]
        return found.text


def _parts(message: EmailMessage) -> Iterator[MIMEPart]:
    """Yield the parts that are no containers; of alternatives what says something else than the text."""
    if not message.is_multipart() or message.get_content_type() == "message/rfc822":
        return
    alternatives = message.get_content_subtype() == "alternative"
    for part in message.iter_parts():
        if part.get_content_type() != "message/rfc822" and part.is_multipart():
            yield from _parts(part)  # type: ignore[arg-type]
        elif not (alternatives and part.get_content_type() in ("text/html", "text/plain", "text/enriched")):
            yield part


def _header(message: EmailMessage, name: str) -> str | None:
    """Return a header line; bytes that stand in it unencoded are read as the text of a file would be."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), None)
    if raw is not None and any("\udc80" <= sign <= "\udcff" for sign in str(raw)):
        return " ".join(decode_text(str(raw).encode("utf-8", "surrogateescape")).text.split())
    value = message.get(name)
    return None if value is None else str(value)


def _text(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(part.get_payload() or "").encode()
    if part.get_content_subtype() == "html":
        return parse_html(data).text.strip()
    return decode_text(data, label=part.get_content_charset()).text
