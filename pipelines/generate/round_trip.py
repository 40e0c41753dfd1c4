"""Only queries that find their own passage again are worth training on (Alberti et al. 2019)."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.data.json_lines import read_json_lines
from pipelines.mine.lane import MiningLane
from pipelines.runs.folder import write_json
from search_app.batched import batched

_QUERIES = 256
MIN_WORDS = 2


@dataclass(slots=True)
class RoundTripReport:
    """What the filter did.

    Attributes:
        asked: Queries read.
        kept: Queries written.
        dropped: {reason: queries}.
    """

    asked: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)


def round_trip(queries: Path, lanes: Sequence[MiningLane], depth: int, target: Path) -> RoundTripReport:
    """Write {"query", "positive", "id"} of the queries whose passage is in the top `depth` of some lane.

    Written under another name until it is complete, with `<target>.report.json` beside it.

    Args:
        queries: What `sample_queries` wrote.
        lanes: Rankings over the same passages, entered.
        depth: Ranks read.
        target: The JSONL file.
    """
    report = RoundTripReport()
    partial = target.with_name(target.name + ".partial")
    stream = _usable(read_json_lines(queries), report)
    with partial.open("w", encoding="utf-8") as file:
        for batch in batched(stream, _QUERIES):
            rankings = [lane.search([row["query"] for row in batch], depth) for lane in lanes]
            for place, row in enumerate(batch):
                if any(row["id"] == name for ranking in rankings for name, _ in ranking[place]):
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    report.kept += 1
                else:
                    report.dropped[f"passage not in the top {depth} of any lane"] += 1
    partial.replace(target)
    said = {"asked": report.asked, "kept": report.kept, "dropped": dict(report.dropped)}
    write_json(target.with_suffix(".report.json"), said)
    return report


def _usable(rows: Iterable[dict[str, Any]], report: RoundTripReport) -> Iterator[dict[str, str]]:
    """Queries that say something, and are not their passage over again."""
    for row in rows:
        for query in row["queries"]:
            report.asked += 1
            if len(query.split()) < MIN_WORDS:
                report.dropped[f"fewer than {MIN_WORDS} words"] += 1
            elif query.strip().lower() == row["text"].strip().lower():
                report.dropped["the passage itself"] += 1
            else:
                yield {"query": query, "positive": row["text"], "id": str(row["id"])}
