"""The parts of a Word document: XML, read without entities, found by their relationships."""

import posixpath
import zipfile
import zlib
from typing import Any

_NO_PARTS: dict[str, tuple[str, str]] = {}


class DocxPackage:
    """Reads parts by name; those that are missing are None.

    Args:
        archive: The opened archive.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # Names in an archive are compared without regard to case.
        self._names = {entry.filename.lower().lstrip("/"): entry.filename for entry in archive.infolist()}

    def xml(self, name: str) -> Any:
        """Return the root element of a part, or None when there is no such part.

        Raises:
            ValueError: With one sentence, when it is damaged.
        """
        from lxml import etree

        stored = self._names.get(name.lower())
        if stored is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True
        )
        try:
            return etree.fromstring(self._archive.read(stored), parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise ValueError(f"not a Word document: {name} is damaged: {error}") from error

    def bytes(self, name: str) -> bytes | None:
        """Return a part as it is stored, or None when there is no such part or it is damaged."""
        stored = self._names.get(name.lower())
        try:
            return None if stored is None else self._archive.read(stored)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            return None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return {relationship id: (last word of its type, name of the part)}; "" is the package itself."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return _NO_PARTS
        found = {}
        for number, entry in enumerate(root):
            if not isinstance(entry.tag, str) or entry.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
            found[entry.get("Id", str(number))] = (posixpath.basename(entry.get("Type", "")), target)
        return found

    def main(self) -> str | None:
        """Return the name of the part that holds the text."""
        found = [target for kind, target in self.related("").values() if kind == "officeDocument"]
        usual = [name for name in ("word/document.xml",) if name in self._names]
        return next((name for name in found + usual if name.lower() in self._names), None)

    def title(self) -> str | None:
        """Return what the properties call the document."""
        kinds = dict(self.related("").values())
        root = self.xml(kinds.get("core-properties", "docProps/core.xml"))
        found = None if root is None else root.find("{http://purl.org/dc/elements/1.1/}title")
        return None if found is None else "".join(found.itertext())
