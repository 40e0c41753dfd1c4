"""HTML to plain text, over lxml's tree: blocks become paragraphs, rows and list items become lines."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from search_app.parsing.decoding import decode_text
from search_app.parsing.html_label import declared_label
from search_app.parsing.junk_titles import names_a_page
from search_app.parsing.parsed_document import FileText

_SPACE = re.compile(r"\s+")
_INDENT = re.compile(r"\n (?=\S)")  # white space between tags; what is indented in <pre> has more
_SKIPPED = frozenset(
    ("script", "style", "template", "head", "nav", "iframe", "object", "embed", "rt", "rp", "rtc")
    + ("canvas", "audio", "video", "button", "select", "input", "textarea")
    # Of drawings and formulas the words count, not what describes or prepares them.
    + ("title", "desc", "metadata", "defs", "symbol", "annotation", "annotation-xml")
)
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog")
    + ("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4")
    + ("h5", "h6", "header", "hgroup", "hr", "html", "main", "menu", "ol", "p", "pre", "section")
    + ("summary", "table", "ul", "noscript", "noframes", "svg")
)
_LINES = frozenset(("li", "tr", "br", "text"))
_CELLS = frozenset(("td", "th"))
_NO_TITLE = frozenset(("svg", "math", "template", "noscript", "symbol"))
_HEADINGS = ("h1", "h2", "h3")
_FRAMES = re.compile(r"<frameset\b.*?<noframes\b[^>]*>(.*?)</noframes\s*>.*?</frameset\s*>", re.DOTALL | re.I)
_INVISIBLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\b[^>]*>")
_SELF_CLOSED = re.compile(r"<(script|style|title|textarea|iframe|noscript)((?:\s[^<>]*)?)/>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def parse_html(content: bytes) -> FileText:
    """Return title and text of a page.

    Scripts, styles, navigation, form controls and what is hidden are left out; pictures give their
    words. UTF-8 wins over what the page declares when its bytes are valid UTF-8.

    Raises:
        ValueError: With one sentence: no text, or elements that nest so deep that the parser would leave out
            what is below.
    """
    from lxml import html

    decoded = decode_text(content, label=declared_label(content))
    page = _as_html(decoded.text).strip()
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = html.document_fromstring(page.encode() or b"<p></p>", parser=parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ValueError("its elements nest too deeply")
    text = _INDENT.sub("\n", "".join(_pieces(root)))
    if not text.strip() or _only_asks_for_scripts(root, text):
        scripted = next(root.iter("script"), None) is not None
        raise ValueError("no text: a script fills the page" if scripted else "no text")
    return FileText(_title(root), text, (decoded.note,) if decoded.note else ())


def _as_html(page: str) -> str:
    """Return XHTML as HTML: there an empty script would take all that follows into itself."""
    page = _FRAMES.sub(lambda frames: frames[1], page)
    declaration = _XML.match(page)
    if declaration is None:
        return page
    closed = _SELF_CLOSED.sub(r"<\1\2></\1>", page[declaration.end() :])
    return _CDATA.sub(lambda section: escape(section[1]), closed)


def _title(root: Any) -> str | None:
    """Return the first title of the page itself, not of a drawing in it, else its first heading."""
    for name in ("title", *_HEADINGS):
        for node in root.iter(name):
            outside = {str(above.tag) for above in node.iterancestors()}
            if outside & (_NO_TITLE if name == "title" else _SKIPPED) or _hidden(node):
                continue
            title = _SPACE.sub(" ", "".join(_pieces(node))).strip()
            if title and (name != "title" or names_a_page(title)):
                return title
    return None


def _only_asks_for_scripts(root: Any, text: str) -> bool:
    """True for a page of nothing but the words for readers whose browser runs no scripts."""
    asked = "".join("".join(_pieces(node)) for node in root.iter("noscript"))
    return "javascript" in asked.lower() and "".join(text.split()) == "".join(asked.split())


def _pieces(root: Any) -> Iterator[str]:
    """Walk with a stack of our own: pages nest deeper than Python's."""
    stack: list[tuple[Any, bool, bool]] = [(root, False, False)]
    while stack:
        node, closing, verbatim = stack.pop()
        if closing:
            yield _after(node)
            yield "" if node is root else _text(node.tail, verbatim)
            continue
        if node is not root and _left_out(node):
            yield _text(node.tail, verbatim)
            continue
        inside = verbatim or node.tag == "pre"
        yield _before(node)
        yield _text(node.get("alt") if node.tag == "img" else node.text, inside)
        stack.append((node, True, verbatim))
        stack.extend((child, False, inside) for child in reversed(node))


def _left_out(node: Any) -> bool:
    if not isinstance(node.tag, str) or _hidden(node):
        return True
    if node.tag == "template":
        return node.get("shadowrootmode") is None
    return node.tag in _SKIPPED


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
    if node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    return _INVISIBLE.search(node.get("style") or "") is not None
