"""From a base model's name in a recipe to something transformers can load."""

from pathlib import Path

from pipelines.packaged import PACKAGED
from search_app.errors import NotFoundError, UnavailableError, first_line

HUB_SECONDS = 10.0


def locate_base_model(name: str, root: Path) -> str:
    """Return a folder for a packaged or local model, and the name itself for a Hub id.

    Args:
        name: What a Python package carries, a folder (absolute or below `root`), or "owner/name".
        root: The data root of the recipe.

    Raises:
        NotFoundError: When a package or folder does not exist.
    """
    if name in PACKAGED:
        return str(PACKAGED[name].folder())
    for folder in (Path(name).expanduser(), root / name):
        if is_model_folder(folder):
            return str(folder)
    if name.count("/") == 1 and not name.startswith((".", "/", "~")):
        return name
    raise NotFoundError(
        f"base model {name!r} is not there",
        f"a package ({', '.join(PACKAGED)}), a folder with config.json, or owner/name on the hub",
    )


def is_model_folder(folder: Path) -> bool:
    """True for a folder that transformers or sentence-transformers can load."""
    return (folder / "config.json").is_file() or (folder / "modules.json").is_file()


def check_hub_model(name: str) -> None:
    """Find a model of the hub that cannot be fetched before any work is done; folders pass.

    Raises:
        UnavailableError: When there is no such model, or the hub cannot be reached and the model is not
            in the local cache.
    """
    if Path(name).is_dir():
        return
    from huggingface_hub import hf_hub_download

    try:
        hf_hub_download(name, "config.json", etag_timeout=HUB_SECONDS)
    except (OSError, ValueError) as error:
        raise UnavailableError(
            f"model {name} cannot be read from the hub ({first_line(error, 120)})",
            "a model that exists there and a hub that can be reached, or a model folder",
            "check the name and the connection, or set base_model to a folder",
        ) from error
