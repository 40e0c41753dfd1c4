"""All collections of a data directory."""

import difflib
from pathlib import Path

from search_app.collections.folder import CollectionFolder
from search_app.collections.generation import Generation, read_generation
from search_app.collections.names import check_name
from search_app.errors import NotFoundError


class Catalog:
    """Looks up collections; reads the disk on every call, so it always sees what is published now.

    Args:
        data_dir: Where collections live; need not exist yet.
    """

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / "collections"

    def names(self) -> list[str]:
        """Names of the collections that have been published, sorted."""
        if not self._root.is_dir():
            return []
        return sorted(path.parent.name for path in self._root.glob("*/CURRENT"))

    def exists(self, name: str) -> bool:
        """True when the collection has a published generation."""
        return self.folder(name).current_file.is_file()

    def folder(self, name: str) -> CollectionFolder:
        """Return the collection's folder, whether it exists or not; raises `BadInputError` on a bad name."""
        return CollectionFolder(name, self._root / check_name(name))

    def current_id(self, name: str) -> str:
        """Return the id of the published generation; cheap enough for every query.

        Raises:
            NotFoundError: When there is no such collection; lists those there are.
            CorruptError: When what is published cannot be read.
        """
        generation_id = self.folder(name).current_id()
        if generation_id is None:
            raise self.unknown(name)
        return generation_id

    def current_generation(self, name: str) -> Generation:
        """Return the published generation; raises as `current_id`."""
        generation = self.folder(name).current()
        if generation is None:
            raise self.unknown(name)
        return generation

    def generation(self, name: str, generation_id: str) -> Generation:
        """Return any generation of the collection; raises `CorruptError` when it cannot be read."""
        return read_generation(self.folder(name).generation_path(generation_id))

    def unknown(self, name: str) -> NotFoundError:
        """The error for a name that is no collection, with the nearest one that is."""
        names = self.names()
        near = difflib.get_close_matches(name, names, n=1)
        if not names:
            todo = "create it with `search-app ingest SOURCE --collection NAME`"
            return NotFoundError(f"no collection {name!r}, there are none yet", "", todo)
        todo = f"did you mean {near[0]!r}?" if near else "choose one of these, or ingest it first"
        return NotFoundError(f"no collection {name!r}", f"one of {', '.join(names)}", todo)
