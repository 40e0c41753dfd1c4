"""A data set in BEIR's layout: a folder with `corpus.jsonl`, also packed (Thakur et al., 2021)."""

from pathlib import Path

from pipelines.readers.field_map import FieldMap
from pipelines.readers.jsonl import JsonlReader
from search_app.errors import BadInputError

FILE_NAMES = ("corpus.jsonl", "corpus.jsonl.gz", "corpus.jsonl.zst")


class BeirReader(JsonlReader):
    """Reads the corpus; its documents are the units that are judged, so they stay whole.

    Args:
        folder: The data set's folder, or the corpus file itself.
        field_map: Which field is what, where the names do not say it.

    Raises:
        BadInputError: When there is no corpus file in the folder.
    """

    name = "beir"
    presplit = True

    def __init__(self, folder: Path, field_map: FieldMap = FieldMap()) -> None:  # noqa: B008  # frozen
        path = corpus_file(folder) if folder.is_dir() else folder
        if path is None:
            raise BadInputError(
                f"{folder} is no BEIR data set", f"a folder with {' or '.join(FILE_NAMES)}", "check the path"
            )
        super().__init__(path, field_map)


def corpus_file(folder: Path) -> Path | None:
    """Return the corpus file of a BEIR folder, or None."""
    return next((folder / name for name in FILE_NAMES if (folder / name).is_file()), None)
