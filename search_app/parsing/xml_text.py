"""XML of any vocabulary to plain text: a line for each piece of text, without entities and network."""

from collections.abc import Iterator
from typing import Any

from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText
from search_app.parsing.xml_archive import text_named


def parse_xml(content: bytes, limits: ParseLimits) -> FileText:
    """Return the first title and the text of all elements, those of mixed content on one line.

    Raises:
        ValueError: With one sentence, when it is no XML.
    """
    from lxml import etree

    def read(recover: bool) -> Any:
        parser = etree.XMLParser(
            resolve_entities="internal",
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            recover=recover,
        )
        return etree.fromstring(content, parser)

    notes: tuple[str, ...] = ()
    try:
        root = read(False)
    except etree.XMLSyntaxError as error:
        root, notes = read(True), (f"damaged XML, read as far as it goes: {error.msg}",)
        if root is None:
            raise ValueError(f"not XML: {error.msg}") from error
    return FileText(text_named(root, "title"), "\n".join(_lines(root)), notes)


def _lines(root: Any) -> Iterator[str]:
    stack = [root]
    while stack:
        node = stack.pop()
        if (node.text or "").strip() or any((child.tail or "").strip() for child in node):
            yield " ".join("".join(node.itertext()).split())
        else:
            stack.extend(reversed(node))
