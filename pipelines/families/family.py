"""What a kind of model is: how it is built, trained, measured, exported and scored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from pipelines.families.options import FamilyOptions
from search_app.errors import BadInputError

if TYPE_CHECKING:
    from sentence_transformers.base.evaluation import BaseEvaluator
    from torch import nn
    from transformers import PretrainedConfig, Trainer

    from pipelines.data.pair_file import TrainingPair
    from pipelines.judged.develop_set import JudgedSet
    from pipelines.recipe import Recipe
    from search_app.bundles.manifest import Kind
    from search_app.encoders.bundle_model import BundleModel
    from search_app.encoders.tokenisation import TokenRow

Scored = tuple["JudgedSet", list[NDArray[np.float32]]]
"""A judged set, and float32[queries, passages] per bundle that scored it."""


@dataclass(frozen=True, slots=True)
class ExportedGraph:
    """A trained model as serving runs it.

    Attributes:
        graph: Takes the inputs of its family and returns its outputs.
        tokenizer: A `tokenizer.json`.
        dimension: As in the manifest.
        vocabulary: Number of token ids.
        arrays: Further files, {name: array}.
        outputs: Where they differ from those of the family.
    """

    graph: "nn.Module"
    tokenizer: Path
    dimension: int
    vocabulary: int
    arrays: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    outputs: tuple[str, ...] | None = None


class Serving(Protocol):
    """The half of a family that becomes a bundle.

    Attributes:
        kind: Of the bundle.
        inputs: Of the graph, in order.
        outputs: Of the graph, in order.
        use: Intended use, for the model card.
        base_models: Whether a base model can be served as its authors trained it.
    """

    kind: "ClassVar[Kind]"
    inputs: ClassVar[tuple[str, ...]]
    outputs: ClassVar[tuple[str, ...]]
    use: ClassVar[str]
    base_models: ClassVar[bool] = False

    def graph(self, folder: Path, recipe: "Recipe") -> ExportedGraph:
        """Load what a run of the recipe saved; `folder` may be the base model itself."""
        ...

    def scores(self, bundles: Sequence[Path], judged: "JudgedSet") -> Scored:
        """Score the passages of a set with each bundle, through the encoders that serve.

        The set that is returned may be a part of the one given. A score of zero is no hit.
        """
        ...

    def rows(
        self, bundle: Path, queries: Sequence[str], passages: Sequence[str]
    ) -> "tuple[BundleModel, list[TokenRow]]":
        """Tokenise queries and passages as the bundle reads them in serving."""
        ...

    def speed(self, bundle: Path, query: str, passages: Sequence[str]) -> dict[str, float]:
        """Measure the bundle's throughput, and the time of a query where it encodes queries."""
        ...


class Trainable(Protocol):
    """What a family builds and loads. Nothing else is asked of a model while it trains.

    It is a torch module, or has one as `model`; inside is one `PreTrainedModel` of transformers, which
    `pipelines.train.backbone.backbone_of` finds: memory is estimated by it, and its layers can be frozen.

    Attributes:
        tokenizer: Of transformers; queries are cut, and texts counted, by it.
    """

    tokenizer: Any

    def save(self, path: str) -> None:
        """Write a folder that the family's `load`, and its `graph` where it is served, can read."""
        ...


class ModelFamily(Protocol):
    """A kind of recipe.

    Attributes:
        name: The recipe's `kind`.
        table: Name of its own table in a recipe.
        options: Of that table.
        serving: How it is served; None for a model that only makes training data.
        retrieves: Whether it encodes queries and passages apart: its queries have a window of their own.
        two_stage: Whether it can mine its own negatives (`pipelines.train.two_stage`).
    """

    name: ClassVar[str]
    table: ClassVar[str]
    options: ClassVar[type[FamilyOptions]]
    serving: Serving | None = None
    retrieves: ClassVar[bool] = False
    two_stage: ClassVar[bool] = False

    def check(self, recipe: "Recipe") -> None:
        """Find what the recipe asks for and the family cannot do, before any work is done.

        Raises:
            BadInputError: Names the key.
        """
        return

    def needs_negatives(self, recipe: "Recipe") -> bool:
        """Whether the loss learns from relevant against given others."""
        return recipe.options.loss == "margin-mse"

    def build(self, recipe: "Recipe", base_model: str, texts: Iterable[str]) -> Trainable:
        """Return the model before training.

        Args:
            recipe: Of this family.
            base_model: Folder or hub id.
            texts: Passages that may be counted.
        """
        ...

    def load(self, folder: Path) -> Trainable:
        """Load what a run of this family saved."""
        ...

    def adopt(self, model: Any, recipe: "Recipe") -> None:
        """Give a loaded model what the recipe itself sets; most have nothing of the kind."""
        return

    def check_bundle(self, recipe: "Recipe", folder: Path) -> None:
        """Find a bundle that the recipe cannot go on from.

        Raises:
            BadInputError: When it is of another kind, base model or head; by default always: the weights
                of most graphs cannot be read back.
            CorruptError: When a file is not what the manifest says.
        """
        raise not_read_back(recipe, folder)

    def load_bundle(self, recipe: "Recipe", folder: Path, base_model: str) -> Trainable:
        """Return the model of a bundle that `check_bundle` let pass."""
        raise not_read_back(recipe, folder)

    def trainer(
        self,
        recipe: "Recipe",
        model: Any,
        mixture: "dict[str, list[TrainingPair]]",
        folder: Path,
        evaluator: "BaseEvaluator | None",
    ) -> "Trainer":
        """Return a trainer that is ready to run; its checkpoints go to `folder`/checkpoints.

        The stage calls `train(resume_from_checkpoint=...)` and reads `state`: its steps and logged losses.
        """
        ...

    def evaluator(self, judged: "JudgedSet", batch_size: int) -> "BaseEvaluator | None":
        """Return what measures a model on a judged set while it trains; None if nothing does."""
        return None

    def nano_beir(self, names: Sequence[str], batch_size: int) -> "BaseEvaluator | None":
        """Return what measures it on sets of NanoBEIR, which come from the hub; None if nothing does."""
        return None

    def passages_per_step(self, recipe: "Recipe") -> int:
        """Passages that are encoded at once and wait for the backward pass: a batch with its negatives."""
        per_query = 1 + (recipe.negatives.per_query if recipe.negatives else 0)
        return per_query * (recipe.training.batch_size if recipe.training else 0)

    def head_bytes(self, recipe: "Recipe", config: "PretrainedConfig") -> int:
        """Bytes per token that its head adds to the activations of the backbone."""
        return 0


def not_read_back(recipe: "Recipe", folder: Path) -> BadInputError:
    """A recipe whose head is not of this package cannot go on from a bundle."""
    return BadInputError(
        f"recipe {recipe.name!r} cannot go on from the bundle {folder}",
        'a sparse recipe with head = "lexical" or a cross-encoder with head = "interaction"',
        "name the base model instead, or the run folder the bundle was exported from",
    )
