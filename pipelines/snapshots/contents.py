"""The list of files at the end of a snapshot."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from search_app.collections.manifest import FILE_NAME as MANIFEST
from search_app.errors import CorruptError

FORMAT = 1
FILE_NAME = "snapshot.json"
_FILES = {MANIFEST, FILE_NAME, "ledger.sqlite"}
_FOLDERS = {"lucene", "vectors"}


@dataclass(frozen=True, slots=True)
class SnapshotContents:
    """What a snapshot holds; its last member, so that a file without it is known to be cut short.

    Attributes:
        collection: Name of the collection it was made of.
        generation: Id of the generation it holds.
        documents: Number of documents.
        passages: Number of passages.
        files: {path in the archive: SHA-256 in hexadecimal digits}.
        format: Version of this layout.
    """

    collection: str
    generation: str
    documents: int
    passages: int
    files: Mapping[str, str]
    format: int = FORMAT

    def to_json(self) -> str:
        """Return the text of the member."""
        return json.dumps(asdict(self), indent=2, sort_keys=True) + "\n"


def read_contents(text: bytes, archive: str) -> SnapshotContents:
    """Read the member; raises `CorruptError` when it is none of this version."""
    try:
        contents = SnapshotContents(**json.loads(text))
        if contents.format != FORMAT:
            raise ValueError(f"format {contents.format}, this version reads {FORMAT}")
    except (ValueError, TypeError, KeyError) as error:
        raise unusable(archive, f"{FILE_NAME} cannot be read ({error})") from error
    return contents


def check_path(name: str, archive: str) -> str:
    """Return a member's path; raises `CorruptError` when it is none that a snapshot has.

    A snapshot may come from anywhere: nothing in it may be written outside the folder it is unpacked into.
    """
    path = PurePosixPath(name)
    known = name in _FILES or (len(path.parts) > 1 and path.parts[0] in _FOLDERS)
    odd = ".." in path.parts or path.is_absolute() or str(path) != name or "\\" in name or "\0" in name
    if odd or not known:
        raise unusable(archive, f"it holds {name[:200]!r}")
    return name


def unusable(archive: str, reason: str) -> CorruptError:
    """Return the error for a file that is no whole snapshot."""
    return CorruptError(
        f"{archive} cannot be restored: {reason}",
        "a whole file written by `search-app collections snapshot`",
        "make or fetch it again",
    )
