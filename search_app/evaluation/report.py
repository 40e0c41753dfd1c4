"""The stored result of an evaluation: `<data_dir>/evaluations/<name>/report.json`, runs beside it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from search_app.collections.atomic_text import replace_text
from search_app.errors import CorruptError, NotFoundError

FORMAT = 1
FILE_NAME = "report.json"


@dataclass(frozen=True, slots=True)
class SystemReport:
    """What one system reached.

    Attributes:
        measures: {measure: mean over the queries}.
        interval: {measure: (low, high)}, 95 % bootstrap.
        latency_ms: {"p50", "p95"} of single served searches; empty when none was timed.
        per_query: {measure: values, aligned with `EvaluationReport.query_ids`}.
        description: What was asked and how it was fused, in one line.
    """

    measures: Mapping[str, float]
    interval: Mapping[str, tuple[float, float]]
    latency_ms: Mapping[str, float]
    per_query: Mapping[str, Sequence[float]]
    description: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the public object: measures at the top level, beside latency and intervals."""
        return {
            **self.measures,
            "latency_ms": dict(self.latency_ms),
            "interval": {name: list(bounds) for name, bounds in self.interval.items()},
        }


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """One evaluation.

    Attributes:
        name: Name of its folder.
        dataset: What was evaluated on.
        split: Which judgements.
        collection: The collection searched.
        generation: Its generation.
        created: UTC, ISO 8601.
        query_ids: Ids of the judged queries, in the order of the per-query values.
        query_texts: Their texts.
        systems: {name: report}, in the order asked.
        problems: Sentences about the judgements.
        notes: What a reader must know to read the figures.
        queries_per_second: Queries through all systems together, latency sampling not counted.
        peak_memory_mb: Most memory the process held, MiB.
        index_bytes: {"vectors", "lucene"} of the collection on this machine.
        models: {kind: bundle and fingerprint}.
        format: Version of this layout.
    """

    name: str
    dataset: str
    split: str
    collection: str
    generation: str
    created: str
    query_ids: Sequence[str]
    query_texts: Sequence[str]
    systems: Mapping[str, SystemReport]
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    queries_per_second: float = 0.0
    peak_memory_mb: float = 0.0
    index_bytes: Mapping[str, int] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> dict[str, Any]:
        """Return the object `search-app evaluate --json` prints."""
        return {
            "name": self.name,
            "dataset": self.dataset,
            "split": self.split,
            "collection": self.collection,
            "queries": len(self.query_ids),
            "systems": {name: system.to_json() for name, system in self.systems.items()},
            "problems": list(self.problems),
            "notes": list(self.notes),
            "queries_per_second": self.queries_per_second,
            "peak_memory_mb": self.peak_memory_mb,
            "index_bytes": dict(self.index_bytes),
            "models": dict(self.models),
        }


def evaluations_folder(data_dir: Path) -> Path:
    """Return the folder that holds one folder per evaluation."""
    return data_dir / "evaluations"


def save_report(folder: Path, report: EvaluationReport) -> Path:
    """Write `report.json` in one step and return its path; the folder is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    replace_text(path, json.dumps(asdict(report), ensure_ascii=False) + "\n")
    return path


def load_report(path: Path) -> EvaluationReport:
    """Read a report from its file or its folder.

    Raises:
        NotFoundError: When there is none.
        CorruptError: When it cannot be read.
    """
    file = path / FILE_NAME if path.is_dir() else path
    if not file.is_file():
        raise NotFoundError(
            f"no evaluation at {path}", "a folder with report.json", "run `search-app evaluate`"
        )
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        if raw.get("format") != FORMAT:
            raise ValueError(f"format {raw.get('format')!r}, this version reads {FORMAT}")
        sentences = {key: tuple(raw[key]) for key in ("problems", "notes")}
        return EvaluationReport(**{**raw, **sentences, "systems": _systems(raw["systems"])})
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CorruptError(
            f"{file} is no readable report ({error})", "a complete report", "run `search-app evaluate` again"
        ) from error


def list_reports(data_dir: Path) -> list[Path]:
    """Return the folders of all reports, newest first."""
    files = evaluations_folder(data_dir).glob(f"*/{FILE_NAME}")
    return [file.parent for file in sorted(files, key=lambda file: (-file.stat().st_mtime, file))]


def _systems(raw: Mapping[str, Any]) -> dict[str, SystemReport]:
    return {
        name: SystemReport(
            **{**entry, "interval": {m: (low, high) for m, (low, high) in entry["interval"].items()}}
        )
        for name, entry in raw.items()
    }
