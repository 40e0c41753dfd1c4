"""HTML to plain text, over lxml's tree: blocks become paragraphs, rows and list items become lines."""

import re
from collections.abc import Iterator
from typing import Any

_SPACE = re.compile(r"\s+")
_INDENT = re.compile(r"\n (?=\S)")  # white space between tags; what is indented in <pre> has more
_SKIPPED = frozenset(
    ("script", "style", "template", "noscript", "svg", "math", "head", "nav", "iframe", "object", "embed")
    + ("canvas", "audio", "video", "button", "select", "input", "textarea")
)
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog")
    + ("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4")
    + ("h5", "h6", "header", "hgroup", "hr", "html", "main", "menu", "ol", "p", "pre", "section")
    + ("summary", "table", "ul")
)
_LINES = frozenset(("li", "tr", "br"))
_CELLS = frozenset(("td", "th"))


def parse_html(content: bytes) -> tuple[str | None, str]:
    """Return (title or None, text).

    Scripts, styles, navigation, form controls and what is marked hidden are left out. UTF-8 wins over what
    the page declares when its bytes are valid UTF-8.

    Raises:
        ValueError: When elements nest so deep that the parser would leave out what is below.
    """
    from lxml import html

    parser = _parser(content)
    root = html.document_fromstring(content or b"<p></p>", parser=parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ValueError("its elements nest too deeply")
    title = root.findtext(".//title") or next((_inner(node) for node in root.iter("h1")), None)
    return _SPACE.sub(" ", title).strip() if title else None, _INDENT.sub("\n", "".join(_pieces(root)))


def _parser(content: bytes) -> Any:
    from lxml import html

    encoding: str | None = "utf-8"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        encoding = None  # the parser then follows the byte order mark or the page's own declaration
    return html.HTMLParser(encoding=encoding, huge_tree=True, remove_comments=True, remove_pis=True)


def _pieces(root: Any) -> Iterator[str]:
    """Walk with a stack of our own: pages nest deeper than Python's."""
    stack: list[tuple[Any, bool, bool]] = [(root, False, False)]
    while stack:
        node, closing, verbatim = stack.pop()
        if closing:
            yield _after(node)
            yield _text(node.tail, verbatim)
            continue
        if not isinstance(node.tag, str) or node.tag in _SKIPPED or _hidden(node):
            yield _text(node.tail, verbatim)
            continue
        inside = verbatim or node.tag == "pre"
        yield _before(node)
        yield _text(node.text, inside)
        stack.append((node, True, verbatim))
        stack.extend((child, False, inside) for child in reversed(node))


def _before(node: Any) -> str:
    if node.tag in _BLOCKS:
        return "\n\n"
    return "\n" if node.tag in _LINES else ""


def _after(node: Any) -> str:
    if node.tag in _BLOCKS:
        return "\n\n"
    if node.tag in _CELLS:
        return " | " if node.getnext() is not None and _holds_data(node) else " "
    return ""


def _holds_data(cell: Any) -> bool:
    """False for the cells of a table that only lays out the page: empty, or holding blocks."""
    blocks = any(child.tag in _BLOCKS for child in cell)
    return not blocks and any(text.strip() for text in cell.itertext())


def _text(text: str | None, verbatim: bool) -> str:
    if not text:
        return ""
    return text if verbatim else _SPACE.sub(" ", text)


def _hidden(node: Any) -> bool:
    return node.get("hidden") is not None or node.get("aria-hidden") == "true"


def _inner(node: Any) -> str:
    return "".join(node.itertext())
