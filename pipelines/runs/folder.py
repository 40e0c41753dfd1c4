"""The layout of a run folder.

recipe.toml        the recipe, byte for byte
receipt.json       resolved recipe, versions, seed, hashes of the data files, written before training
negatives/         mined hard negatives
checkpoints/       the trainer's, to resume from
curves.jsonl       loss and figures per logged step; curves.png the same, drawn
model/             the trained model as sentence-transformers saves it
scores/            what teachers said of the pairs
trained.json       steps and loss; the model is whole
manifest.json      written last
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search_app.errors import BadInputError, CorruptError, NotFoundError

RECIPE, RECEIPT, MANIFEST = "recipe.toml", "receipt.json", "manifest.json"
TRAINED = "trained.json"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One run.

    Attributes:
        path: Where it lies.
    """

    path: Path

    @property
    def model(self) -> Path:
        """The trained model."""
        return self.path / "model"

    @property
    def checkpoints(self) -> Path:
        """The trainer's checkpoints."""
        return self.path / "checkpoints"

    @property
    def complete(self) -> bool:
        """Whether the run got to its end."""
        return (self.path / MANIFEST).is_file()

    def start(self, recipe: Path, receipt: dict[str, Any]) -> None:
        """Open a new folder, or the one of the same recipe to resume it.

        A run that stopped before it made anything, as one does whose recipe has a mistake, is begun anew.

        Raises:
            BadInputError: When the folder holds the run of another recipe, or of changed data.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        kept = self.path / RECIPE
        if not self._begun:
            kept.unlink(missing_ok=True)
        self.check_recipe(recipe)
        if kept.is_file():
            self._check_data(receipt)
        else:
            shutil.copyfile(recipe, kept)
        write_json(self.path / RECEIPT, receipt)

    def check_recipe(self, recipe: Path) -> None:
        """Raise unless this folder is new or its run is one of this very recipe.

        Raises:
            BadInputError: When the folder holds the run of another recipe.
        """
        kept = self.path / RECIPE
        if kept.is_file() and kept.read_bytes() != recipe.read_bytes():
            raise BadInputError(
                f"{self.path} holds a run of another recipe",
                "a new folder, or the recipe it was started with",
                f"name another folder, or compare {recipe} with {kept}",
            )

    @property
    def _begun(self) -> bool:
        """Whether there is more than a recipe and a receipt: a run that failed before any work is none."""
        return any(path.name not in (RECIPE, RECEIPT) for path in self.path.iterdir())

    def last_checkpoint(self) -> Path | None:
        """The newest complete checkpoint."""
        kept = self._kept()
        return kept[max(kept)] if kept else None

    def checkpoint(self, step: int) -> Path:
        """The checkpoint of a step.

        Raises:
            NotFoundError: When there is none; says which there are.
        """
        kept = self._kept()
        if step not in kept:
            raise NotFoundError(
                f"the run in {self.path} has no checkpoint of step {step}",
                f"one of {', '.join(map(str, sorted(kept)))}" if kept else "a run with checkpoints",
                "the three newest are kept; save_steps of the recipe says how often one is written",
            )
        return kept[step]

    def _kept(self) -> dict[int, Path]:
        """{step: checkpoint}, the complete ones."""
        found = (path.parent for path in self.checkpoints.glob("checkpoint-*/trainer_state.json"))
        return {int(path.name.rsplit("-", 1)[1]): path for path in found}

    def receipt(self) -> dict[str, Any]:
        """What the run was started with.

        Raises:
            CorruptError: When it cannot be read.
        """
        try:
            found = json.loads((self.path / RECEIPT).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CorruptError(
                f"{self.path} is not a run folder ({error})", f"a folder with {RECEIPT}"
            ) from error
        return dict(found)

    def keep_trained(self, said: dict[str, Any]) -> None:
        """Note that the model is whole, before steps that follow on it.

        Args:
            said: Steps, loss and pairs.
        """
        write_json(self.path / TRAINED, said)

    def trained(self) -> dict[str, Any]:
        """What `keep_trained` noted; empty before that."""
        path = self.path / TRAINED
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    def finish(self, manifest: dict[str, Any]) -> None:
        """Mark the run as complete."""
        write_json(self.path / MANIFEST, manifest)

    def _check_data(self, receipt: dict[str, Any]) -> None:
        before = self.receipt().get("data", {}) if (self.path / RECEIPT).is_file() else {}
        changed = sorted(
            name for name, digest in receipt["data"].items() if before.get(name, digest) != digest
        )
        if changed:
            raise BadInputError(
                f"the data of this run changed since it was started ({', '.join(changed)})",
                "the same files",
                "start a new run folder",
            )


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write a whole file or none."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(
        json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )
    partial.replace(path)
