"""Models a user has added: bundles in the data directory, known by name like the shipped ones."""

import shutil
from pathlib import Path

from search_app.bundles.manifest import FILE_NAME
from search_app.errors import NotFoundError
from search_app.plain_name import check_plain_name, is_plain_name


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
    return check_plain_name("model", name, "choose another name with --as")


def find_added(name: str, data_dir: Path) -> Path:
    """Return the folder of an added model.

    Raises:
        NotFoundError: When there is none of this name; lists those there are.
    """
    if is_plain_name(name) and (added_folder(data_dir) / name / FILE_NAME).is_file():
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
