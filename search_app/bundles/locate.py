"""From a model's name to the folder of its bundle.

Added models lie in the data directory, which the environment names: whoever is handed a name, a worker on
another machine too, finds it without being told where.
"""

from pathlib import Path

from search_app.bundles.added import added_folder, added_names
from search_app.bundles.manifest import FILE_NAME
from search_app.errors import NotFoundError
from search_app.settings import read_settings

SHIPPED = Path(__file__).resolve().parent.parent / "models"


def is_bundle(folder: Path) -> bool:
    """True for a folder with `bundle.json`."""
    return (folder / FILE_NAME).is_file()


def locate_bundle(reference: str) -> Path:
    """Return the folder a reference names.

    Args:
        reference: A folder; the name of a shipped bundle ("dense") or of an added model; or
            "owner/name@revision" on the hub.

    Raises:
        NotFoundError: When it is none of these; lists the shipped names.
    """
    folder = Path(reference).expanduser()
    if is_bundle(folder):
        return folder.resolve()
    if is_bundle(SHIPPED / reference):
        return SHIPPED / reference
    data_dir = read_settings().data_dir
    if reference in added_names(data_dir):
        return (added_folder(data_dir) / reference).resolve()
    if "@" in reference and reference.count("/") == 1:
        return _from_hub(*reference.split("@", 1))
    raise NotFoundError(
        f"no model bundle {reference!r}",
        f"a folder with {FILE_NAME}, one of {', '.join([*shipped_bundles(), *added_names(data_dir)])}, "
        "or owner/name@revision on the hub",
        "check the name; `search-app models add` makes a bundle of a model of sentence-transformers",
    )


def shipped_bundles() -> list[str]:
    """Names of the bundles that came with this installation."""
    return sorted(path.parent.name for path in SHIPPED.glob(f"*/{FILE_NAME}"))


def _from_hub(repository: str, revision: str) -> Path:
    """Fetch a bundle at a pinned revision; what is in the local cache is not fetched again."""
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(repository, revision=revision))
    except Exception as error:  # noqa: BLE001 - the hub client raises types of several libraries
        raise NotFoundError(
            f"bundle {repository} at revision {revision} could not be fetched ({error})",
            "a reachable hub or a local copy",
            "check the network, or pass the folder of a downloaded bundle",
        ) from error
