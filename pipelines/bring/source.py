"""Where a model comes from, and what says later that it was this one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search_app.bundles.manifest import sha256_of
from search_app.errors import BadInputError, NotFoundError, UnavailableError, first_line

WEIGHTS = ("*.safetensors", "*.bin")
_FETCHED = ["*.json", "*.safetensors", "*.txt", "*.model", "*.bin", "README.md"]


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model folder and its origin.

    Attributes:
        name: As it was given: a folder or a hub id.
        folder: Where its files are.
        commit: Of the hub; empty for a folder.
    """

    name: str
    folder: Path
    commit: str = ""

    def weights(self) -> dict[str, str]:
        """Return {file: sha256} of the files with weights."""
        files = sorted(file for pattern in WEIGHTS for file in self.folder.rglob(pattern))
        return {file.relative_to(self.folder).as_posix(): sha256_of(file) for file in files}

    def card(self) -> Mapping[str, Any]:
        """Return what the model's README says about itself in its header; empty without one."""
        return _header(self.folder / "README.md")


def find_source(reference: str, revision: str | None = None) -> ModelSource:
    """Return the model a reference names; one of the hub is fetched.

    Args:
        reference: A folder, a name of `pipelines.packaged`, or "owner/name" on the hub.
        revision: Of the hub: a branch, tag or commit.

    Raises:
        NotFoundError: When it is neither.
        BadInputError: When a folder is given a revision.
        UnavailableError: When the hub cannot be reached or has no such model.
    """
    from pipelines.packaged import PACKAGED

    folder = Path(reference).expanduser()
    if folder.is_dir() or reference in PACKAGED:
        if revision is not None:
            raise BadInputError(
                f"--revision {revision} of the folder {reference}", "an id of the hub", "leave --revision out"
            )
        return ModelSource(reference, PACKAGED[reference].folder() if reference in PACKAGED else folder)
    if reference.count("/") == 1 and not reference.startswith((".", "/", "~")):
        return _from_hub(reference, revision)
    raise NotFoundError(
        f"no model folder {reference!r}",
        "a folder of sentence-transformers or transformers, or owner/name on the hub",
        "check the path",
    )


def read_json(path: Path) -> Any:
    """Return what a JSON file holds, or None when there is no such file.

    Raises:
        BadInputError: When it is not JSON.
    """
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInputError(
            f"{path} cannot be read ({error})", "a whole model folder", "fetch the model again"
        ) from error


def _from_hub(name: str, revision: str | None) -> ModelSource:
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(name, revision=revision, allow_patterns=_FETCHED, etag_timeout=10))
    except Exception as error:  # noqa: BLE001 - the hub client raises types of several libraries
        raise UnavailableError(
            f"model {name} cannot be fetched from the hub ({first_line(error, 120)})",
            "a model that exists there and a hub that can be reached, or a model folder",
            "check the id, the revision and the connection, or pass the folder of a downloaded model",
        ) from error
    return ModelSource(name, folder, folder.name)


def _header(path: Path) -> Mapping[str, Any]:
    from huggingface_hub import metadata_load

    try:
        return (metadata_load(path) if path.is_file() else None) or {}
    except Exception:  # noqa: BLE001 - a README is no reason to refuse a model
        return {}
