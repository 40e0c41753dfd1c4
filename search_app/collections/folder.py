"""The folder of one collection, see the layout below.

CURRENT                 id of the published generation; replacing it is the publication
DELETING                in place of CURRENT: deletion has begun and is not finished
writer.lock             held by the job that is writing
generations/<id>/       manifest.json, ledger.sqlite, lucene/, vectors/
staging/                the generation under construction; survives a kill
rejects/<time>.jsonl    what a job refused
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search_app.collections.generation import Generation, GenerationFolder, read_generation
from search_app.errors import CorruptError


@dataclass(frozen=True, slots=True)
class CollectionFolder:
    """Paths of one collection and what is published in it.

    Attributes:
        name: The collection's name.
        path: Its folder; need not exist yet.
    """

    name: str
    path: Path

    @property
    def current_file(self) -> Path:
        """The file that names the published generation."""
        return self.path / "CURRENT"

    @property
    def deleting_file(self) -> Path:
        """The file that says that deletion has begun; while it is there the collection is none any more."""
        return self.path / "DELETING"

    @property
    def lock_file(self) -> Path:
        """The file writers lock."""
        return self.path / "writer.lock"

    @property
    def staging(self) -> GenerationFolder:
        """The generation under construction."""
        return GenerationFolder(self.path / "staging")

    @property
    def rejects(self) -> Path:
        """Folder of the rejects files."""
        return self.path / "rejects"

    def generation_path(self, generation_id: str) -> Path:
        """Folder of a published generation."""
        return self.path / "generations" / generation_id

    def generation_paths(self) -> Iterator[Path]:
        """Folders of all generations, published ones and left-over ones, oldest first."""
        folder = self.path / "generations"
        yield from sorted(folder.iterdir()) if folder.is_dir() else ()

    def current_id(self) -> str | None:
        """Id of the published generation, or None before the first publication.

        Raises:
            CorruptError: When CURRENT does not hold the name of a generation's folder.
        """
        try:
            text = self.current_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise self._corrupt(str(error)) from error
        if not text or not (self.path / "generations" / Path(text).name).is_dir() or "/" in text:
            raise self._corrupt(f"it names generation {text[:80]!r}, which is not there")
        return text

    def current(self) -> Generation | None:
        """The published generation, or None; raises as `current_id` and `read_generation`."""
        generation_id = self.current_id()
        return None if generation_id is None else read_generation(self.generation_path(generation_id))

    def _corrupt(self, detail: str) -> CorruptError:
        return CorruptError(
            f"{self.current_file} cannot be used: {detail}",
            "the id of a published generation",
            f"ingest collection {self.name!r} again with --recreate",
        )
