"""Elements of WordprocessingML by their plain names: the strict and the usual namespaces read alike."""

from collections.abc import Iterator
from typing import Any

_LEFT_OUT = frozenset(("del", "moveFrom"))
_CONTAINERS = frozenset(
    ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "conflictIns", "hyperlink", "fldSimple")
    + ("dir", "bdo", "subDoc")
)


def local(element: Any) -> str:
    """Return the name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, name: str) -> Any:
    """Return the first child of that name, or None."""
    if element is None:
        return None
    return next((entry for entry in element if local(entry) == name), None)


def value(element: Any, name: str) -> str | None:
    """Return an attribute, in whatever namespace it is written."""
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


def shown_children(element: Any) -> Iterator[Any]:
    """Yield what the final view shows: what was deleted or moved away is left out, containers are opened."""
    for entry in element:
        name = local(entry)
        if name in _LEFT_OUT:
            continue
        if name in _CONTAINERS:
            yield from shown_children(entry)
        elif name == "AlternateContent":
            chosen = _alternative(entry)
            if chosen is not None:
                yield from shown_children(chosen)
        else:
            yield entry


def is_deleted(properties: Any, *marks: str) -> bool:
    """True when properties (of a paragraph's mark, a row, a cell) say that their owner was deleted."""
    return properties is not None and any(child(properties, mark) is not None for mark in marks)


def is_hidden(run: Any) -> bool:
    """True for a run that Word neither shows nor prints."""
    mark = child(child(run, "rPr"), "vanish")
    return mark is not None and value(mark, "val") not in ("0", "false", "off")


def _alternative(element: Any) -> Any:
    """Return the first alternative with text: the others say the same for older programs."""
    choices = [entry for entry in element if local(entry) in ("Choice", "Fallback")]
    with_text = (entry for entry in choices if any(local(node) == "t" for node in entry.iter()))
    return next(with_text, choices[0] if choices else None)
