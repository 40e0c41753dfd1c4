"""Models a user has added: bundles in the data directory, known by name like the shipped ones."""

import re
import shutil
from pathlib import Path

from search_app.bundles.manifest import FILE_NAME
from search_app.errors import BadInputError, NotFoundError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def added_folder(data_dir: Path) -> Path:
    """Return the folder of all added models."""
    return data_dir / "models"


def added_names(data_dir: Path) -> list[str]:
    """Return the names of the added models, sorted."""
    return sorted(path.parent.name for path in added_folder(data_dir).glob(f"[!.]*/{FILE_NAME}"))


def check_model_name(name: str) -> str:
    """Return the name.

    Raises:
        BadInputError: When it could not be used as a folder name everywhere.
    """
    if not _NAME.fullmatch(name):
        raise BadInputError(
            f"model name {name[:80]!r}",
            "1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit",
            "choose another name with --as",
        )
    return name


def find_added(name: str, data_dir: Path) -> Path:
    """Return the folder of an added model.

    Raises:
        NotFoundError: When there is none of this name; lists those there are.
    """
    if _NAME.fullmatch(name) and (added_folder(data_dir) / name / FILE_NAME).is_file():
        return added_folder(data_dir) / name
    raise NotFoundError(
        f"no added model {name[:80]!r}",
        f"one of {', '.join(added_names(data_dir))}" if added_names(data_dir) else "a model that was added",
        "search-app models list shows all",
    )


def remove_added(name: str, data_dir: Path) -> None:
    """Delete an added model: its manifest first, so that half a folder is no bundle.

    Raises:
        NotFoundError: When there is none of this name.
    """
    folder = find_added(name, data_dir)
    (folder / FILE_NAME).unlink()
    shutil.rmtree(folder)
