"""An added model on the hub: as sentence-transformers saved it, with the bundle in a folder of its own."""

import shutil
import tempfile
from pathlib import Path

from pipelines.bring.source import find_source
from search_app.bundles import read_manifest
from search_app.bundles.added import find_added
from search_app.bundles.manifest import verify_files
from search_app.errors import BadInputError, MismatchError, UnavailableError, first_line

ONNX = "onnx"


def push(
    name: str, repository: str, data_dir: Path, *, private: bool = False, dry_run: bool = False
) -> list[str]:
    """Send an added model and return the files.

    Args:
        name: Of the added model.
        repository: "owner/name" on the hub; created when there is none.
        data_dir: Where added models live.
        private: Whether a new repository is private.
        dry_run: Collect the files and send nothing.

    Raises:
        NotFoundError: When there is no such model, or its origin is gone.
        BadInputError: When the repository's name cannot be one, or the model came as a bundle.
        CorruptError: When a file of the bundle is altered.
        MismatchError: When the origin has other weights now.
        UnavailableError: When the hub cannot be reached or refuses.
    """
    if repository.count("/") != 1 or not all(repository.split("/")):
        raise BadInputError(f"repository {repository!r}", "OWNER/NAME")
    folder = find_added(name, data_dir)
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    if not manifest.source:
        raise BadInputError(
            f"{name} was added as a finished bundle, so its model is not known",
            "a model that was added from sentence-transformers",
        )
    source = find_source(str(manifest.source["id"]), manifest.source.get("commit") or None)
    if source.weights() != dict(manifest.source["weights"]):
        raise MismatchError(
            f"the weights of {source.name} are no longer those that {name} was made from",
            "the same files, by their sha256",
            f"add the model again: search-app models add {source.name} --as {name} --replace",
        )
    with tempfile.TemporaryDirectory(prefix="search-app-push-") as scratch:
        staged = Path(scratch) / "model"
        shutil.copytree(source.folder, staged, ignore=shutil.ignore_patterns(".*", ONNX))
        shutil.copytree(folder, staged / ONNX)
        if not (staged / "README.md").is_file():
            shutil.copyfile(folder / "README.md", staged / "README.md")
        files = sorted(file.relative_to(staged).as_posix() for file in staged.rglob("*") if file.is_file())
        if not dry_run:
            _send(staged, repository, private)
    return files


def _send(folder: Path, repository: str, private: bool) -> None:
    from huggingface_hub import HfApi

    try:
        api = HfApi()
        api.create_repo(repository, private=private, exist_ok=True)
        api.upload_folder(repo_id=repository, folder_path=folder)
    except Exception as error:  # noqa: BLE001 - the hub client raises types of several libraries
        raise UnavailableError(
            f"{repository} cannot be written ({first_line(error, 160)})",
            "a hub that can be reached, and a login that may write there",
            "hf auth login, then try again",
        ) from error
