"""Formats that are ZIP archives of XML: opened within the limits, entries as trees without entities."""

from pathlib import PurePosixPath
from typing import Any

from search_app.parsing.archive import open_archive
from search_app.parsing.limits import ParseLimits


class XmlArchive:
    """An opened archive.

    Args:
        content: Its bytes.
        limits: What it may unpack to.
        what: What it should be, such as "a PowerPoint file", for messages.

    Raises:
        ValueError: With one sentence: no archive, encrypted, unpacks to too much or climbs out of itself.
    """

    def __init__(self, content: bytes, limits: ParseLimits, what: str) -> None:
        self._zip = open_archive(content, limits, what)
        self._what = what
        if any(entry.flag_bits & 1 for entry in self._zip.infolist()):
            raise ValueError("it is encrypted; a password is needed to read it")
        self.names = self._zip.namelist()

    def read(self, name: str) -> bytes:
        """Return an entry's bytes; raises ValueError when there is none."""
        if name not in self.names:
            raise ValueError(f"not {self._what}: it has no {name}")
        return self._zip.read(name)

    def tree(self, name: str) -> Any:
        """Return an entry's XML; names in it keep their namespaces, entities are not resolved."""
        from lxml import etree

        # A large sheet is one huge tree; the archive's limits bound it.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self.read(name), parser)

    def tree_or_none(self, name: str) -> Any:
        """Return an entry's XML, or None when there is no such entry."""
        return self.tree(name) if name in self.names else None

    def related(self, name: str) -> dict[str, str]:
        """Return {id: entry} of what a part of an Office Open XML file refers to."""
        part = PurePosixPath(name)
        root = self.tree_or_none(f"{part.parent}/_rels/{part.name}.rels")
        found: dict[str, str] = {}
        for relation in root if root is not None else ():
            target = str(relation.get("Target", ""))
            if relation.get("TargetMode") != "External" and target:
                found[str(relation.get("Id"))] = _joined(part.parent, target)
        return found


def local(node: Any) -> str:
    """Return an element's name without its namespace; empty for comments."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def text_named(root: Any, name: str) -> str | None:
    """Return the text of the first element of a local name, or None when there is none or it is blank."""
    if root is None:
        return None
    for node in root.iter():
        if local(node) == name:
            return " ".join("".join(node.itertext()).split()) or None
    return None


def _joined(folder: PurePosixPath, target: str) -> str:
    parts: list[str] = [] if target.startswith("/") else list(folder.parts)
    for part in PurePosixPath(target.lstrip("/")).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)
