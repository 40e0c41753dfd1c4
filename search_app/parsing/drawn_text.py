"""What office files draw: the words of charts, and each drawing once though it is stored for two programs."""

from collections.abc import Iterator
from typing import Any

from search_app.parsing.xml_archive import local


def shown(root: Any) -> Iterator[Any]:
    """Yield an element and those below it, without what stands there again for older programs."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        children = list(node)
        if local(node) == "AlternateContent":
            chosen = [child for child in children if local(child) == "Choice"]
            with_text = [child for child in children if any(local(part) == "t" for part in child.iter())]
            children = (with_text or chosen or children)[:1]
        stack.extend(reversed(children))


def chart_texts(root: Any) -> Iterator[str]:
    """Yield the title and the names of rows and categories of a chart, each once; numbers are left out."""
    said: dict[str, None] = {}
    for node in root.iter():
        if local(node) in ("t", "v"):
            text = " ".join("".join(node.itertext()).split())
            if any(sign.isalpha() for sign in text):
                said[text] = None
    yield from said
