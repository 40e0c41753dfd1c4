"""The title of a Markdown file: what its front matter says, else its first heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_app.parsing.front_matter import Metadata, front_matter
from search_app.parsing.markdown_marks import without_marks

_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}(?!.*`)|~{3,})")
_NO_PARAGRAPH = re.compile(
    r" {4}|\t| {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)| {0,3}>|"
    r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$| {0,3}\|"
)
_INDENTED = re.compile(r" {4}|\t")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_VERBATIM = re.compile(
    r"^ {0,3}<(pre|script|style|textarea)\b.*?(?:</\1>|\Z)", re.DOTALL | re.MULTILINE | re.I
)
_TAGGED = re.compile(r"[ \t]*<h[1-6]\b[^>]*>(?P<text>.*?)</h[1-6]>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")
_ANCHOR = re.compile(r"[ \t]*\{[ \t]*[#.][^{}]*\}[ \t]*$")


@dataclass(frozen=True, slots=True)
class MarkdownHead:
    """What a file says about itself.

    Attributes:
        title: Its title, or None.
        metadata: The other entries of its front matter.
        body: The text after the front matter.
    """

    title: str | None
    metadata: Metadata
    body: str


def markdown_head(text: str) -> MarkdownHead:
    """Return the head of a Markdown text whose lines end with newlines."""
    entries, body = front_matter(text.lstrip("\ufeff"))
    title = next((value for key, value in entries.items() if key.lower() == "title"), None)
    if not isinstance(title, str) or not title.strip():
        title = next(filter(None, map(without_marks, _headings(body))), None)
    metadata = {key: value for key, value in entries.items() if key.lower() != "title"}
    return MarkdownHead(" ".join(title.split()) if title else None, metadata, body)


def _headings(body: str) -> Iterator[str]:
    lines = "\n".join(_outside_fences(body))
    shown = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), _VERBATIM.sub("\n", lines))
    for tagged in _marked_lines(shown):
        text = _ANCHOR.sub("", tagged).strip()
        if text:
            yield text


def _outside_fences(body: str) -> Iterator[str]:
    """Yield the lines, empty ones for those of code fences; a fence in a comment is none."""
    fence, comment = "", False
    for line in body.split("\n"):
        if fence:
            closed = line.strip(" \t")
            if len(closed) >= len(fence) and set(closed) == {fence[0]}:
                fence = ""
            yield ""
            continue
        opened = None if comment else _FENCE.match(line)
        if opened:
            fence = opened["fence"]
            yield ""
            continue
        comment = line.rfind("<!--") > line.rfind("-->") or (comment and "-->" not in line)
        yield line


def _marked_lines(text: str) -> Iterator[str]:
    """Yield what stands in headings: after #, over an underline, in <h1>."""
    paragraph: list[str] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if paragraph and _UNDERLINE.match(line):
            yield " ".join(paragraph)
            paragraph = []
        elif heading := _ATX.match(line):
            yield heading["text"] or ""
            paragraph = []
        elif tagged := _TAGGED.match("\n".join(lines[number : number + 5])):
            yield _TAG.sub("", tagged["text"])
            paragraph = []
        elif not line.strip() or (_NO_PARAGRAPH.match(line) and not (paragraph and _INDENTED.match(line))):
            paragraph = []
        else:
            paragraph.append(line.strip())
