"""Recipes: a TOML file that says everything a training run depends on, checked before it starts."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import SerializeAsAny, ValidationError, create_model, field_validator, model_validator
from pydantic_core import PydanticCustomError

from pipelines.families import FAMILIES, ModelFamily
from pipelines.families.options import FamilyOptions
from pipelines.recipe_sections import (
    DataSource,
    DevelopSet,
    Distillation,
    ExportOptions,
    Negatives,
    Section,
    Training,
    TwoStage,
)
from search_app.errors import BadInputError, NotFoundError

__all__ = [
    "DataSource",
    "DevelopSet",
    "Distillation",
    "ExportOptions",
    "Negatives",
    "Recipe",
    "Training",
    "TwoStage",
    "load_recipe",
    "locate_recipe",
]

SHIPPED = Path(__file__).resolve().parent / "recipes"


class Recipe(Section):
    """A whole recipe. See the files under `pipelines/recipes/`.

    Attributes:
        kind: A family's name (`pipelines.families`).
        options: Of the family; in the file the table of its name, [dense], [sparse], [cross_encoder] or
            [query_generator].
        start: A run or model folder of the same kind, below the data root or the current folder, or a bundle
            with a head of this package (`pipelines.families.bundle_weights`), whose weights this run goes
            on from; `base_model` still names what they came from. Of several, the mean of their weights,
            which without a [training] table is the model.
    """

    name: str
    kind: str
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
    options: SerializeAsAny[FamilyOptions]
    export: ExportOptions = ExportOptions()

    @model_validator(mode="before")
    @classmethod
    def _read_options(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Read the family's table by its own class; a table of another family is an unknown key."""
        family = FAMILIES.get(values.get("kind", ""))
        if family is None or "options" in values:
            return {"options": FamilyOptions(loss=""), **values}
        # A model of one field: mistakes in the table keep their whole key.
        fields: dict[str, Any] = {family.table: (family.options, ...)}
        table = create_model("Table", **fields)
        given = {family.table: values.get(family.table, {})}
        options = getattr(table.model_validate(given), family.table)
        rest = {key: value for key, value in values.items() if key != family.table}
        return {**rest, "options": options}

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in FAMILIES:
            raise PydanticCustomError("kind", "one of {names}", {"names": ", ".join(FAMILIES)})
        return kind

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
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(f"recipe {path} is not TOML ({error})", "a TOML file") from error
    try:
        return Recipe.model_validate(values)
    except ValidationError as error:
        raise _unusable(path, error, FAMILIES.get(values.get("kind", ""))) from error


def locate_recipe(path: Path) -> Path:
    """Return the file a path or the name of a shipped recipe stands for."""
    shipped = SHIPPED / f"{path}.toml"
    for candidate in (path, shipped):
        if candidate.is_file():
            return candidate
    names = ", ".join(sorted(entry.stem for entry in SHIPPED.glob("*.toml")))
    raise NotFoundError(f"no recipe {str(path)!r}", f"a .toml file or one of the shipped recipes ({names})")


def _unusable(path: Path, error: ValidationError, family: ModelFamily | None) -> BadInputError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return BadInputError(
            f"recipe {path.name} has an unknown key {key!r}", f"one of {_keys(first['loc'], family)}"
        )
    if first["type"] == "missing":
        return BadInputError(f"recipe {path.name} lacks the key {key!r}", f"{key} = ...")
    return BadInputError(f"recipe {path.name}: {key} is {first['input']!r}", str(first["msg"]).lower())


def _keys(location: tuple[Any, ...], family: ModelFamily | None) -> str:
    """Keys that are known where an unknown one was found."""
    tables = {family.table: family.options} if family else {}
    section: Any = Recipe
    for part in location[:-1]:
        if isinstance(part, str):
            section = tables.get(part) or _section(section.model_fields[part].annotation)
    known = set(section.model_fields)
    return ", ".join(sorted(known - {"options"} | set(tables) if section is Recipe else known))


def _section(annotation: Any) -> Any:
    inner = getattr(annotation, "__args__", ())
    return next((kind for kind in inner if isinstance(kind, type) and issubclass(kind, Section)), annotation)
