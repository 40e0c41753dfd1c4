"""Recipes: a TOML file that says everything a training run depends on, checked before it starts."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from pipelines.recipe_sections import (
    CrossEncoderOptions,
    DataSource,
    DenseOptions,
    DevelopSet,
    Distillation,
    ExportOptions,
    Negatives,
    Section,
    SparseOptions,
    Training,
    TwoStage,
)
from search_app.errors import BadInputError, NotFoundError

__all__ = [
    "CrossEncoderOptions",
    "DataSource",
    "DenseOptions",
    "DevelopSet",
    "Distillation",
    "ExportOptions",
    "Negatives",
    "Recipe",
    "SparseOptions",
    "Training",
    "TwoStage",
    "load_recipe",
    "locate_recipe",
    "recipe_hash",
]

SHIPPED = Path(__file__).resolve().parent / "recipes"


class Recipe(Section):
    """A whole recipe. See the files under `pipelines/recipes/`.

    Attributes:
        start: A run or model folder of the same kind, below the data root or the current folder, or a bundle
            with a head of this package (`pipelines.train.bundle_start`), whose weights this run goes on from;
            `base_model` still names what they came from. Of several, the mean of their weights, which
            without a [training] table is the model.
    """

    name: str
    kind: Literal["dense", "sparse", "cross-encoder", "query-generator"]
    base_model: str
    start: str | list[str] | None = None
    description: str = ""
    base_licence: str = "Apache-2.0"
    data_root: str = "."
    seed: int = 13
    data: list[DataSource] = []
    develop: list[DevelopSet] = []
    training: Training | None = None
    negatives: Negatives | None = None
    distillation: Distillation | None = None
    two_stage: TwoStage | None = None
    dense: DenseOptions = DenseOptions()
    sparse: SparseOptions = SparseOptions()
    cross_encoder: CrossEncoderOptions = CrossEncoderOptions()
    export: ExportOptions = ExportOptions()

    @property
    def starts(self) -> list[str]:
        """`start` as a list."""
        return [self.start] if isinstance(self.start, str) else self.start or []


def load_recipe(path: Path) -> Recipe:
    """Read a recipe file, or a shipped recipe by its name.

    Raises:
        NotFoundError: When there is no such file; lists the shipped recipes.
        BadInputError: One sentence naming the first key that cannot be used, and why.
    """
    path = locate_recipe(path)
    try:
        return Recipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(f"recipe {path} is not TOML ({error})", "a TOML file") from error
    except ValidationError as error:
        raise _unusable(path, error) from error


def locate_recipe(path: Path) -> Path:
    """Return the file a path or the name of a shipped recipe stands for."""
    shipped = SHIPPED / f"{path}.toml"
    for candidate in (path, shipped):
        if candidate.is_file():
            return candidate
    names = ", ".join(sorted(entry.stem for entry in SHIPPED.glob("*.toml")))
    raise NotFoundError(f"no recipe {str(path)!r}", f"a .toml file or one of the shipped recipes ({names})")


def recipe_hash(path: Path) -> str:
    """Return the sha256 of the recipe file, in hex."""
    return hashlib.sha256(locate_recipe(path).read_bytes()).hexdigest()


def _unusable(path: Path, error: ValidationError) -> BadInputError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return BadInputError(
            f"recipe {path.name} has an unknown key {key!r}", f"one of {_keys(first['loc'])}"
        )
    if first["type"] == "missing":
        return BadInputError(f"recipe {path.name} lacks the key {key!r}", f"{key} = ...")
    return BadInputError(f"recipe {path.name}: {key} is {first['input']!r}", str(first["msg"]).lower())


def _keys(location: tuple[Any, ...]) -> str:
    """Keys that are known where an unknown one was found."""
    section: Any = Recipe
    for part in location[:-1]:
        if isinstance(part, str):
            section = _section(section.model_fields[part].annotation)
    return ", ".join(sorted(section.model_fields))


def _section(annotation: Any) -> Any:
    inner = getattr(annotation, "__args__", ())
    return next((kind for kind in inner if isinstance(kind, type) and issubclass(kind, Section)), annotation)
