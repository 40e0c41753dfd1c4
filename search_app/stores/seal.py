"""The sizes of a shard's files, noted when it is complete, so that a shortened file is found on opening.

The engine maps its files into memory: a file cut short by a full disk or a broken copy would otherwise end
the whole process with a bus error at some later search.
"""

import json
from pathlib import Path

from search_app.stores.edge_failures import damaged
from search_app.stores.shard_files import lasting

_SEAL = "sizes.json"
_REWRITTEN_ON_LOADING = {_SEAL, "edge_config.json"}


def seal(path: Path) -> None:
    """Note the files below `path` and their sizes."""
    partial = path / f"{_SEAL}.partial"
    partial.write_text(json.dumps(_sizes(path), sort_keys=True), encoding="utf-8")
    partial.replace(path / _SEAL)


def break_seal(path: Path) -> None:
    """Forget the sizes, because writing is about to change them."""
    (path / _SEAL).unlink(missing_ok=True)


def check_seal(path: Path) -> None:
    """Compare with the sizes noted, if any.

    Raises:
        CorruptError: When a file is missing, or shorter or longer than it was.
    """
    try:
        noted = json.loads((path / _SEAL).read_text(encoding="utf-8"))
        expected = {str(name): int(size) for name, size in noted.items()}
    except FileNotFoundError:
        return
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise damaged(path, f"{_SEAL} cannot be read ({error})") from error
    found = _sizes(path)
    for name, size in expected.items():
        if found.get(name) != size:
            raise damaged(path, f"{name} has {found.get(name, 'no')} bytes, expected {size}")


def _sizes(path: Path) -> dict[str, int]:
    return {
        str(file.relative_to(path)): file.stat().st_size
        for file in lasting(path)
        if file.is_file() and file.name not in _REWRITTEN_ON_LOADING and not file.name.endswith(".partial")
    }
