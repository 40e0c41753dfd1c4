"""Which paragraphs of a Word document are headings, by their styles."""

from typing import Any

from search_app.parsing.docx_elements import child, value


class DocxStyles:
    """Knows which styles are titles and headings.

    Args:
        root: The part of the styles, or None; then the ids of styles are taken for their names.
    """

    def __init__(self, root: Any) -> None:
        self._styles = {} if root is None else {value(style, "styleId"): style for style in root}

    def heading(self, paragraph: Any) -> bool:
        """True for a paragraph in the style Title or Heading, one based on it, or with an outline level."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return False
        level = value(child(properties, "outlineLvl"), "val")
        if level is not None:
            return level in tuple("012345678")
        name = value(child(properties, "pStyle"), "val")
        return name is not None and self._is_heading(name)

    def _is_heading(self, style: str) -> bool:
        known: set[str] = set()
        while style not in known:
            known.add(style)
            entry = self._styles.get(style)
            name = (value(child(entry, "name"), "val") or style).lower()
            if name.startswith("toc"):
                return False
            if name == "title" or name.startswith("heading"):
                return True
            level = value(child(child(entry, "pPr"), "outlineLvl"), "val")
            if level is not None:
                return level in tuple("012345678")
            style = value(child(entry, "basedOn"), "val") or style
        return False
