"""Recipes: a TOML file that says everything a training run depends on, checked before it starts."""

import hashlib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, ValidationError

from search_app.errors import BadInputError, NotFoundError

SHIPPED = Path(__file__).resolve().parent / "recipes"
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Section(BaseModel):
    """A table of the file: unknown keys are errors, values keep their types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DataSource(Section):
    """One source of training pairs.

    Attributes:
        path: Folder or file, relative to the data root.
        format: "beir" (a split's judged pairs), "titles" (title → text of a BEIR corpus), "pairs" or
            "triples" (JSONL or Parquet with query, positive and, in triples, negative or negatives).
        split: Judgements of a BEIR folder.
        licence: As read, for the model card.
        max_pairs: Keep a random part of at most this size.
        weight: Times each pair is seen per epoch; 0.5 keeps every second pair, at random.
        negative_lanes: Rankings this source's hard negatives come from, where they differ from the recipe's:
            encoding a large corpus to mine a few thousand queries may not be worth it.
    """

    path: str
    format: Literal["beir", "titles", "pairs", "triples"] = "beir"
    split: str = "train"
    licence: str = ""
    max_pairs: PositiveInt | None = None
    weight: PositiveFloat = 1.0
    negative_lanes: list[Literal["bm25", "dense"]] | None = None


class DevelopSet(Section):
    """A BEIR split that checkpoints, blends and gates are judged on.

    Attributes:
        path: Folder, relative to the data root.
        split: Its judgements.
        max_queries: Judge on this many queries, drawn with the recipe's seed.
        max_passages: Search a pool of their judged passages and others at random, of this size.
    """

    path: str
    split: str = "dev"
    max_queries: PositiveInt | None = None
    max_passages: PositiveInt | None = None


class Training(Section):
    """How long, how fast, how much at once. Names follow the trainers of transformers."""

    epochs: PositiveFloat = 1.0
    max_steps: int = -1
    batch_size: PositiveInt = 32
    learning_rate: PositiveFloat = 2e-5
    head_learning_rate: PositiveFloat | None = None
    warmup_ratio: Share = 0.1
    weight_decay: float = 0.0
    precision: Literal["fp32", "bf16", "fp16"] = "fp32"
    passage_tokens: PositiveInt = 128
    query_tokens: PositiveInt = 32
    freeze_layers: Annotated[int, Field(ge=0)] = 0
    save_steps: PositiveInt = 100
    log_steps: PositiveInt = 10


class Negatives(Section):
    """Mined hard negatives.

    Attributes:
        per_query: Negatives beside each relevant passage.
        lanes: Which rankings they come from.
        skip: Ranks left out at the top: likely unjudged answers.
        depth: Ranks read.
        margin: A negative scores at most this share of the relevant passage's score.
        choice: "best" takes the highest ranks of the window, "random" draws from the whole of it: what a
            reranker meets is the whole head of a ranking, not its first three hits.
    """

    per_query: PositiveInt = 1
    lanes: list[Literal["bm25", "dense"]] = ["bm25"]
    skip: Annotated[int, Field(ge=0)] = 0
    depth: PositiveInt = 50
    margin: PositiveFloat | None = None
    choice: Literal["best", "random"] = "best"


class SparseOptions(Section):
    """The sparse encoder's head and regulariser (Formal et al. 2021; Paria et al. 2020)."""

    document_flops: Annotated[float, Field(ge=0.0)] = 1e-3
    flops_warmup: Share = 0.3
    score_scale: PositiveFloat = 1.0
    prior: float = 1.0
    frequency: float = 1.0
    length: float = 0.4
    expansion_scale: PositiveFloat = 4.0
    expansion_bias: float = -1.4
    max_active: PositiveInt = 2000
    min_active: PositiveInt = 2


class CrossEncoderOptions(Section):
    """The cross-encoder's head and loss."""

    loss: Literal["listwise", "lambda"] = "listwise"
    head: Literal["interaction", "classification"] = "interaction"


class ExportOptions(Section):
    """The bundle's windows, precision and gate.

    Attributes:
        max_tokens: Window of a passage, or of a pair.
        max_query_tokens: Window of a query.
        precision: "int8" or "fp32".
        quantiser: See `pipelines.export.quantise`.
        version: Version of the bundle.
        licence: SPDX identifier of the weights' licence.
        max_loss: nDCG@10 that quantisation may cost on a development set.
    """

    max_tokens: PositiveInt = 256
    max_query_tokens: PositiveInt = 64
    precision: Literal["int8", "fp32"] = "int8"
    quantiser: Literal["dynamic", "weights"] = "dynamic"
    version: str = "1"
    licence: str = "Apache-2.0"
    max_loss: PositiveFloat = 0.01


class Recipe(Section):
    """A whole recipe. See the files under `pipelines/recipes/`."""

    name: str
    kind: Literal["dense", "sparse", "cross-encoder"]
    base_model: str
    description: str = ""
    base_licence: str = "Apache-2.0"
    data_root: str = "."
    seed: int = 13
    data: list[DataSource] = []
    develop: list[DevelopSet] = []
    training: Training | None = None
    negatives: Negatives | None = None
    sparse: SparseOptions = SparseOptions()
    cross_encoder: CrossEncoderOptions = CrossEncoderOptions()
    export: ExportOptions = ExportOptions()


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
