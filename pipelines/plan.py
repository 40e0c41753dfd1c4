"""A recipe with everything that is fixed once its file and the data are found."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.base_model import is_model_folder, locate_base_model
from pipelines.families import FAMILIES, ModelFamily
from pipelines.recipe import Recipe, load_recipe, locate_recipe
from search_app.bundles import is_bundle, locate_bundle
from search_app.bundles.locate import shipped_bundles
from search_app.errors import NotFoundError

DATA_VARIABLE = "SEARCH_APP_TRAINING_DATA"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the stages share: they ask the family, and find their files from here.

    Attributes:
        recipe: What to train or export.
        path: The recipe's file.
        root: Where its paths start.
        digest: sha256 of the file, in hex.
    """

    recipe: Recipe
    path: Path
    root: Path
    digest: str

    @property
    def family(self) -> ModelFamily:
        """The recipe's family."""
        return FAMILIES[self.recipe.kind]

    @property
    def base_model(self) -> str:
        """Folder or hub id of the base model."""
        return locate_base_model(self.recipe.base_model, self.root)

    @property
    def starts(self) -> list[Path]:
        """Folders of the models or bundles that the recipe goes on from."""
        return locate_starts(self.recipe, self.root)


def make_plan(recipe: Path, data_root: Path | None = None) -> Plan:
    """Read a recipe and find where its paths start.

    Args:
        recipe: A .toml file or the name of a shipped recipe.
        data_root: By default $SEARCH_APP_TRAINING_DATA, or the recipe's `data_root` seen from its file.

    Raises:
        NotFoundError: When there is no such recipe.
        BadInputError: When it cannot be used.
    """
    path = locate_recipe(recipe)
    loaded, named = load_recipe(path), os.environ.get(DATA_VARIABLE)
    root = data_root or (Path(named) if named else path.parent / loaded.data_root)
    return Plan(loaded, path, root.resolve(), hashlib.sha256(path.read_bytes()).hexdigest())


def locate_starts(recipe: Recipe, root: Path) -> list[Path]:
    """Return the folders of the recipe's `start`; empty for a recipe that starts from its base model.

    Args:
        recipe: `start` is a model folder, a run folder that has one, or a bundle (a folder, the name of a
            shipped one, or owner/name@revision on the hub), or several of them.
        root: Its paths start here, or in the current folder.

    Raises:
        NotFoundError: When there is no model in one of them.
    """
    return [_locate(name, root) for name in recipe.starts]


def _locate(name: str, root: Path) -> Path:
    named = (root / name, Path(name).expanduser())
    for folder in named:
        for model in (folder / "model", folder):
            if is_model_folder(model) or is_bundle(model):
                return model
    if "@" in name or name in shipped_bundles():
        return locate_bundle(name)
    raise NotFoundError(
        f"start = {name!r} has no model ({', '.join(str(folder) for folder in named)})",
        "a finished run folder, a model folder or a bundle",
        "train the recipe it comes from first",
    )
