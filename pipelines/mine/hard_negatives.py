"""Mining with a rank window, a margin to the relevant passage, and a report of what was left out."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from pipelines.data.passage_texts import PassageTexts
from pipelines.distil.teacher import Teacher
from pipelines.judged.collection import JudgedCollection
from pipelines.mine.lane import Found, MiningLane
from pipelines.recipe import Negatives
from pipelines.runs.folder import write_json


@dataclass(slots=True)
class MiningReport:
    """What came out of mining one source.

    Attributes:
        written: Rows written.
        skipped: {reason: queries or candidates left out}.
    """

    written: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


def mine(
    folder: JudgedCollection,
    split: str,
    lanes: Sequence[MiningLane],
    options: Negatives,
    target: Path,
    max_queries: int | None = None,
    seed: int = 13,
    judge: Teacher | None = None,
    queries_at_once: int = 256,
) -> MiningReport:
    """Write one JSON object per query, or several with other relevant passages: query, positive, negatives.

    The negatives of a row alternate between the lanes, best first or in a drawn order. Rankings and rows
    are streamed by slices of queries; the texts of the corpus wait on disk.

    Args:
        folder: Corpus, queries and judgements.
        split: Which judgements.
        lanes: Rankings over the folder's corpus, entered.
        options: Window, margin and number.
        target: The JSONL file; written under another name until it is complete.
        max_queries: Mine for a random part of the queries.
        seed: Of that choice.
        judge: A cross-encoder; candidates it holds for answers are left out.
        queries_at_once: Size of a slice; lanes that read the whole collection for each want a large one.
    """
    report = MiningReport()
    queries, qrels = folder.queries(), folder.qrels(split)
    asked = _chosen([name for name in qrels if name in queries], max_queries, seed)
    draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
    partial = target.with_name(target.name + ".partial")
    with PassageTexts(folder.passages()) as texts, partial.open("w", encoding="utf-8") as stream:
        for start in tqdm(range(0, len(asked), queries_at_once), desc=f"mine {target.stem}", disable=None):
            batch = asked[start : start + queries_at_once]
            rankings = [lane.search([queries[name] for name in batch], options.depth) for lane in lanes]
            for line, name in enumerate(batch):
                found = [ranking[line] for ranking in rankings]
                for row in _rows(queries[name], qrels[name], found, texts, options, report, draw, judge):
                    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                    report.written += 1
    partial.replace(target)
    write_json(
        target.with_suffix(".report.json"), {"written": report.written, "skipped": dict(report.skipped)}
    )
    return report


def _chosen(names: list[str], count: int | None, seed: int) -> list[str]:
    if count is not None and count < len(names):
        return random.Random(seed).sample(names, count)  # noqa: S311 - a draw, not a secret
    return names


def _rows(
    query: str,
    judged: Mapping[str, int],
    found: Sequence[Found],
    texts: Mapping[str, str],
    options: Negatives,
    report: MiningReport,
    draw: random.Random,
    judge: Teacher | None,
) -> Iterator[dict[str, object]]:
    relevant = [name for name, grade in judged.items() if grade > 0 and name in texts]
    if not relevant:
        report.skipped["query without a relevant passage in the corpus"] += 1
        return
    known = {texts[name] for name in relevant}
    windows = [_window(hits, relevant, options, report) for hits in found]
    if options.choice == "random":
        windows = [draw.sample(window, len(window)) for window in windows]
    candidates = _unjudged(_interleaved(windows), judged, known, texts, report)
    for row, name in enumerate(relevant[: options.rows_per_query]):
        kept = _chosen_texts(query, texts[name], candidates, options, judge, report)
        if len(kept) < options.per_query:
            report.skipped["query with too few negatives" if row == 0 else "row with too few negatives"] += 1
            return
        yield {"query": query, "positive": texts[name], "negatives": kept}


def _unjudged(
    names: Iterable[str],
    judged: Mapping[str, int],
    known: set[str],
    texts: Mapping[str, str],
    report: MiningReport,
) -> Iterator[str]:
    """Texts of candidates that nobody judged and that did not come before, under whatever id."""
    seen = set(known)
    for name in names:
        text = texts.get(name)
        if name in judged or text is None or text in seen:
            report.skipped["judged, or the text of a judged or chosen passage"] += 1
            continue
        seen.add(text)
        yield text


def _chosen_texts(
    query: str,
    positive: str,
    candidates: Iterator[str],
    options: Negatives,
    judge: Teacher | None,
    report: MiningReport,
) -> list[str]:
    """The first candidates; with a judge those that score below the relevant passage (Qu et al. 2021)."""
    if judge is None:
        return list(islice(candidates, options.per_query))
    kept: list[str] = []
    while len(kept) < options.per_query and (batch := list(islice(candidates, 2 * options.per_query))):
        scores = judge.score(query, [positive, *batch])
        limit = float(scores[0]) - options.filter_margin
        clear = [text for text, score in zip(batch, scores[1:], strict=True) if score < limit]
        report.skipped["likely answer, by the cross-encoder"] += len(batch) - len(clear)
        kept += clear[: options.per_query - len(kept)]
    return kept


def _window(hits: Found, relevant: Sequence[str], options: Negatives, report: MiningReport) -> list[str]:
    """Ids within the rank window that score clearly below the worst-placed relevant passage found."""
    scores = [score for name, score in hits if name in relevant]
    limit = None if options.margin is None or not scores else options.margin * min(scores)
    window = hits[options.skip :]
    kept = [name for name, score in window if limit is None or score <= limit]
    report.skipped["candidate closer than the margin"] += len(window) - len(kept)
    return kept


def _interleaved(rankings: Sequence[list[str]]) -> Iterator[str]:
    for place in range(max((len(ranking) for ranking in rankings), default=0)):
        yield from (ranking[place] for ranking in rankings if place < len(ranking))
