"""OpenDocument texts, sheets and slides to plain text; footnotes, headers and footers come last."""

from collections.abc import Iterator
from typing import Any

from search_app.parsing.junk_titles import real_title
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText
from search_app.parsing.xml_archive import XmlArchive, local, text_named

_SKIPPED = frozenset(
    ("tracked-changes", "annotation", "forms", "scripts", "font-face-decls", "automatic-styles")
    + ("note", "ruby-text")
)
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_SPACES = 100


def parse_odf(content: bytes, limits: ParseLimits) -> FileText:
    """Return title and text; a table's rows become lines.

    Raises:
        ValueError: With one sentence: no OpenDocument file, encrypted, or an archive over a limit.
    """
    archive = XmlArchive(content, limits, "an OpenDocument file")
    manifest = archive.tree_or_none("META-INF/manifest.xml")
    if manifest is not None and any(local(node) == "encryption-data" for node in manifest.iter()):
        raise ValueError("it is encrypted; a password is needed to read it")
    root = archive.tree("content.xml")
    title = real_title(text_named(archive.tree_or_none("meta.xml"), "title")) or text_named(root, "h")
    texts = list(_blocks(root))
    texts += [f"\n{block}" for body in _named(root, "note-body") for block in _blocks(body)]
    pages = archive.tree_or_none("styles.xml")
    for page in _named(pages, "header", "footer"):
        texts += [block for block in _blocks(page) if any(sign.isalpha() for sign in block)]
    comments = len(_named(root, "annotation"))
    said = "1 comment was left out" if comments == 1 else f"{comments:,} comments were left out"
    return FileText(title, "".join(texts), (said,) if comments else ())


def _named(root: Any, *names: str) -> list[Any]:
    return [] if root is None else [node for node in root.iter() if local(node) in names]


def _blocks(root: Any) -> Iterator[str]:
    """Yield paragraphs and rows; with a stack of our own, since sections nest."""
    stack = [root]
    while stack:
        node = stack.pop()
        name = local(node)
        if name in _SKIPPED or not name:
            continue
        if name in ("p", "h"):
            yield f"{_inline(node)}\n\n"
        elif name == "table-row":
            cells = [" ".join(_inline(cell).split()) for cell in node if local(cell).endswith("table-cell")]
            yield " | ".join(filter(None, cells)) + "\n" if any(cells) else ""
        else:
            if name == "table":
                yield "\n"
            stack.extend(reversed(node))


def _inline(node: Any) -> str:
    """Return the text within a paragraph or cell: spaces, tabs and line ends are elements there."""
    pieces = [node.text or ""]
    for child in node:
        name = local(child)
        if name == "s":
            count = child.get(f"{_TEXT}c", "1")
            pieces.append(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))
        elif name in ("tab", "line-break"):
            pieces.append("\t" if name == "tab" else "\n")
        elif name and name not in _SKIPPED:
            end = "\n" if name in ("p", "h", "list-item") else ""
            pieces += [end, _inline(child), end]
        pieces.append(child.tail or "")
    return "".join(pieces)
