"""Published figures and how far a new measurement may be from them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.evaluate.systems import DEFAULT_SYSTEMS
from search_app.collections.atomic_text import replace_text
from search_app.errors import BadInputError, NotFoundError

SHIPPED = Path(__file__).resolve().parent / "expected.toml"
MEASURE = "nDCG@10"


@dataclass(frozen=True, slots=True)
class Expectation:
    """Figures of one data set.

    Attributes:
        dataset: Name of its folder.
        split: Which judgements.
        figures: {system: nDCG@10}.
        tolerance: Largest difference that is accepted, either way.
    """

    dataset: str
    split: str
    figures: Mapping[str, float]
    tolerance: float


@dataclass(frozen=True, slots=True)
class Reproduced:
    """One figure, measured again.

    Attributes:
        dataset: Name of the data set.
        system: Name of the system.
        expected: The declared figure.
        found: The new one.
        tolerance: Largest difference that is accepted.
    """

    dataset: str
    system: str
    expected: float
    found: float
    tolerance: float

    @property
    def inside(self) -> bool:
        """Whether the figure was reproduced."""
        return abs(self.found - self.expected) <= self.tolerance + 1e-9


def read_expectations(path: Path = SHIPPED) -> list[Expectation]:
    """Read a TOML file of one table per data set: `split`, and a figure per system; `tolerance` on top.

    Raises:
        NotFoundError: When there is no such file.
        BadInputError: When it does not hold that.
    """
    if not path.is_file():
        raise NotFoundError(f"no file {path}", "declared figures in TOML", "check --expected")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        general = float(raw.pop("tolerance", 0.004))
        found = []
        for dataset, table in raw.items():
            split, tolerance = str(table.pop("split", "test")), float(table.pop("tolerance", general))
            figures = {system: float(value) for system, value in table.items()}
            if not figures:
                raise ValueError(f"no figure for {dataset}")
            found.append(Expectation(dataset, split, figures, tolerance))
    except (ValueError, TypeError, AttributeError) as error:
        raise BadInputError(
            f"{path} cannot be used ({error})", "tables of split and figures", "correct it"
        ) from error
    if not found:
        raise BadInputError(f"{path} declares no figure", "one table per data set", "correct it")
    return found


def every_system(entry: Expectation) -> Expectation:
    """Return the data set with all standard systems, those without a figure expecting 0."""
    names = dict.fromkeys((*DEFAULT_SYSTEMS, *entry.figures))
    return replace(entry, figures={name: entry.figures.get(name, 0.0) for name in names})


def write_expectations(path: Path, entries: Sequence[Expectation], found: Sequence[Reproduced]) -> None:
    """Declare what was found: the file that `read_expectations` reads, in one step."""
    lines = [
        "# The published figures: `search-app reproduce DATA` measures them again and fails on any outside.",
        "# DATA is a folder with one BEIR folder per table below. All figures are nDCG@10 as shipped; 8-bit",
        "# activations and approximate graphs differ a little between processors, hence the tolerances.",
    ]
    for entry in entries:
        lines += ["", f"[{entry.dataset}]", f'split = "{entry.split}"', f"tolerance = {entry.tolerance}"]
        lines += [f'"{r.system}" = {r.found:.4f}' for r in found if r.dataset == entry.dataset]
    replace_text(path, "\n".join(lines) + "\n")
