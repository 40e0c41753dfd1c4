"""The evaluation: queries stream through the engine that serves, in memory that does not grow with them."""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluate.batch_lanes import BatchLanes
from pipelines.evaluate.feedback_rankings import FeedbackRankings
from pipelines.evaluate.passage_documents import PassageDocuments
from pipelines.evaluate.passage_readings import PassageReadings
from pipelines.evaluate.ranked_documents import RankedDocuments
from pipelines.evaluate.served_latency import served_latency
from pipelines.evaluate.systems import Asked, System, asked_queries, rank
from pipelines.ingest.peak_memory import peak_memory_mb
from pipelines.judged.evaluation_set import EvaluationSet
from search_app.collections.disk_size import disk_bytes
from search_app.collections.generation import Generation
from search_app.collections.ledger import Ledger
from search_app.engine.open_generation import OpenGeneration
from search_app.engine.service import SearchService
from search_app.errors import BadInputError
from search_app.evaluation.bootstrap import bootstrap_interval
from search_app.evaluation.measures import check_measures, evaluate_run
from search_app.evaluation.report import EvaluationReport, SystemReport, save_report
from search_app.evaluation.run_file import RunWriter
from search_app.evaluation.strict_order import strictly_decreasing

BATCH = 64
NOTES = (
    "Documents are ranked by their best passage; equal scores by document id.",
    "A document whose id is the query's own is left out, as BEIR does (ArguAna).",
    "A judged query without an answer counts 0; binary measures take grades from 1 as relevant.",
    "Fused systems are ranked at their profile's depth; what the lanes hold below it follows as a tail.",
    "Latency is that of single searches for ten results, explanations off, one after the other.",
)


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """Choices of one evaluation.

    Attributes:
        measures: Names as ir_measures parses them.
        depth: Passages asked of each lane, and documents kept in a run; 1 to 1000.
        latency_queries: Number of first queries timed one by one; 0 leaves latency out.
        runs: A further folder for the run files, or None.
        name: Name of the stored report; None makes one from data set and split.
    """

    measures: Sequence[str]
    depth: int = 1000
    latency_queries: int = 20
    runs: Path | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        check_measures(self.measures)
        if not 1 <= self.depth <= 1000:
            raise BadInputError(f"depth {self.depth}", "1 to 1000", "choose another --depth")


Advance = Callable[[int, int], None]


def evaluate(
    service: SearchService,
    generation: Generation,
    collection: str,
    entry: EvaluationSet,
    systems: Sequence[System],
    folder: Path,
    options: EvaluationOptions,
    advance: Advance | None = None,
) -> EvaluationReport:
    """Ask every judged query of every system, write runs and report to `folder`, and return the report.

    Judgements are only read after the ranking of their queries: nothing of them reaches the engine.

    Args:
        service: The service whose models, profile and stores are measured.
        generation: The collection's published generation.
        collection: Its name.
        entry: Queries and judgements.
        systems: See `open_systems`.
        folder: Where the report and a `<system>.trec` for each system go.
        options: Choices.
        advance: Hears (queries done, queries in all).

    Raises:
        MismatchError: When the loaded models are not those of the collection.
    """
    with Ledger(generation.ledger_path, read_only=True) as ledger:
        documents = PassageDocuments(ledger.entries())
    entry = _with_unknown_documents(entry, documents)
    with service.open(collection).borrow() as opened:
        started = time.perf_counter()
        values = _values(service, opened, entry, systems, documents, folder, options, advance)
        seconds = time.perf_counter() - started
    timed = list(entry.queries.values())[: options.latency_queries]
    reports = {}
    for system in systems:
        latency = served_latency(service, collection, system, timed)
        reports[system.name] = _system_report(system, values[system.name], latency)
    report = EvaluationReport(
        name=folder.name,
        dataset=entry.name,
        split=entry.split,
        collection=collection,
        generation=generation.id,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        query_ids=list(entry.queries),
        query_texts=list(entry.queries.values()),
        systems=reports,
        problems=entry.judgements.problems,
        notes=NOTES,
        queries_per_second=round(len(entry.queries) / max(seconds, 1e-9), 2),
        peak_memory_mb=round(peak_memory_mb(), 1),
        index_bytes=index_bytes(generation),
        models={lane: f"{m.name} {m.fingerprint[:12]}" for lane, m in generation.manifest.models.items()},
    )
    save_report(folder, report)
    if options.runs is not None:
        options.runs.mkdir(parents=True, exist_ok=True)
        for system in systems:
            shutil.copy(folder / f"{system.name}.trec", options.runs)
    return report


def index_bytes(generation: Generation) -> dict[str, int]:
    """Return the bytes on this machine's disk of the vectors and of the Lucene index."""
    parts = {"vectors": generation.vectors_path, "lucene": generation.lucene_path}
    return {name: disk_bytes(folder) for name, folder in parts.items() if folder.is_dir()}


def _values(
    service: SearchService,
    opened: OpenGeneration,
    entry: EvaluationSet,
    systems: Sequence[System],
    documents: PassageDocuments,
    folder: Path,
    options: EvaluationOptions,
    advance: Advance | None,
) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Return {system: {measure: float64[queries]}}; only one batch of rankings is held at a time."""
    names = list(dict.fromkeys(lane for system in systems for lane in system.lanes))
    collected: dict[str, list[Mapping[str, NDArray[np.float64]]]] = {system.name: [] for system in systems}
    done = 0
    with ExitStack() as stack:
        lanes = stack.enter_context(BatchLanes(opened, service.models, names))
        writers = {s.name: stack.enter_context(RunWriter(folder / f"{s.name}.trec", s.name)) for s in systems}
        readings = PassageReadings(opened.store, service.models.reranker)
        feedback = FeedbackRankings(opened.store)
        everything = list(entry.queries)
        for ids in (everything[start : start + BATCH] for start in range(0, len(everything), BATCH)):
            texts = [entry.queries[query] for query in ids]
            asked = asked_queries(ids, texts, lanes.ask(texts, options.depth))
            for system in systems:
                ranked = {
                    a.query_id: rank(system, a, documents, feedback, readings, options.depth) for a in asked
                }
                for query, row in ranked.items():
                    writers[system.name].write(query, row)
                collected[system.name].append(_measured(entry, asked, ranked, options.measures))
            readings.forget()
            feedback.forget()
            done += len(ids)
            if advance:
                advance(done, len(entry.queries))
    return {
        name: {m: np.concatenate([part[m] for part in parts]) for m in options.measures}
        for name, parts in collected.items()
    }


def _measured(
    entry: EvaluationSet,
    asked: Sequence[Asked],
    ranked: Mapping[str, RankedDocuments],
    measures: Sequence[str],
) -> dict[str, NDArray[np.float64]]:
    """Measure one batch, the scores told apart as in the run file, so that both give the same figures."""
    qrels = {query.query_id: entry.judgements.qrels[query.query_id] for query in asked}
    run = {}
    for query, row in ranked.items():
        scores = strictly_decreasing([score for _, score in row])
        run[query] = {document: score for (document, _), score in zip(row, scores, strict=True)}
    return evaluate_run(qrels, run, measures)


def _system_report(
    system: System, values: Mapping[str, NDArray[np.float64]], latency: Mapping[str, float]
) -> SystemReport:
    intervals = {name: bootstrap_interval(array) for name, array in values.items()}
    return SystemReport(
        measures={name: round(float(array.mean()), 4) for name, array in values.items()},
        interval={name: (round(low, 4), round(high, 4)) for name, (low, high) in intervals.items()},
        latency_ms=latency,
        per_query={name: [round(value, 6) for value in array.tolist()] for name, array in values.items()},
        description=system.description,
    )


def _with_unknown_documents(entry: EvaluationSet, documents: PassageDocuments) -> EvaluationSet:
    pairs = [document for row in entry.judgements.qrels.values() for document in row]
    unknown = len(pairs) - sum(documents.has(pairs))
    if pairs and unknown == len(pairs):
        raise BadInputError(
            f"none of the judged documents, such as {pairs[0][:80]!r}, is in the collection",
            "judgements of this collection's documents",
            "check --collection and the judgements",
        )
    return replace(entry, judgements=replace(entry.judgements, unknown_documents=unknown))
