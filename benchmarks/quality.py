"""nDCG@10 of every lane, their fusion and the served profile, on test sets no model was trained on."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import ir_measures
from ir_measures import Qrel, ScoredDoc, nDCG

from benchmarks import data, job
from benchmarks.table import save
from search_app.engine.service import SearchService
from search_app.fusion import reciprocal_rank_fusion
from search_app.records import Hit, Query, Ranking, passage_id
from search_app.settings import Settings

SETS = (("scifact", "test"), ("nfcorpus", "test"), ("vaswani", "test"), ("msmarco-dl19-pooled", "test"))
DEPTH = 1000


def main() -> None:
    """Measure every data set with the shipped bundles, and dense once more in fp32."""
    wanted = os.environ.get("SEARCH_APP_BENCHMARK_SETS")
    sets = [entry for entry in SETS if not wanted or entry[0] in wanted.split(",")]
    columns: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, split in sets:
            columns[name] = measure(name, split, Path(scratch) / "shipped", "dense")
            fp32 = fp32_bundle(Path(scratch))
            for system, value in measure(name, split, Path(scratch) / "fp32", str(fp32), False).items():
                columns[name][f"{system} (dense fp32)"] = value
    systems = list(dict.fromkeys(system for values in columns.values() for system in values))
    rows = [
        [system, *(f"{columns[name][system]:.4f}" if system in columns[name] else "" for name, _ in sets)]
        for system in systems
    ]
    save("quality", "nDCG@10 on test sets", ["system", *(name for name, _ in sets)], rows)


def measure(name: str, split: str, data_dir: Path, dense: str, everything: bool = True) -> dict[str, float]:
    """Return {system: nDCG@10} of one data set through the engine that serves."""
    job.ingest(str(data.folder(name)), name, data_dir, SEARCH_APP_DENSE_BUNDLE=dense)
    documents = {passage_id(r["_id"], 0): r["_id"] for r in data.records(data.folder(name) / "corpus.jsonl")}
    qrels = [Qrel(*entry) for entry in data.judgements(name, split)]
    asked = data.queries(name, split)
    runs: dict[str, dict[str, Sequence[Hit]]] = {}
    service = SearchService(Settings(data_dir=data_dir, dense_bundle=dense))
    try:
        for query_id, text in asked.items():
            answers = ask(service, name, text, everything)
            for system, hits in answers.items():
                runs.setdefault(system, {})[query_id] = hits
    finally:
        service.close()
    return {system: ndcg(qrels, run, documents) for system, run in runs.items()}


def ask(service: SearchService, collection: str, text: str, everything: bool) -> dict[str, Sequence[Hit]]:
    """Return {system: ranking} for one query."""
    query = Query(text, limit=100, explain=False)
    with service.borrow(collection) as generation:
        names = ("bm25", "dense", "sparse") if everything else ("bm25", "dense")
        lanes = {lane: generation.lane(lane, service.models).search(query, DEPTH) for lane in names}
    found: dict[str, Sequence[Hit]] = {lane: ranking.hits for lane, ranking in lanes.items()}
    found["RRF of bm25 and dense"] = fuse(lanes, "bm25", "dense")
    if everything:
        found["RRF of the three"] = fuse(lanes, *names)
        answer = service.search(collection, query)
        found["served profile, with rerank"] = [Hit(r.passage.id, r.score) for r in answer.results]
    return found


def fuse(lanes: dict[str, Ranking], *names: str) -> list[Hit]:
    """Reciprocal rank fusion (k=60) of some lanes."""
    return reciprocal_rank_fusion([lanes[name] for name in names])


def ndcg(qrels: list[Qrel], run: dict[str, Sequence[Hit]], documents: dict[str, str]) -> float:
    """Return nDCG@10; queries without a hit count 0.

    Equal scores are put in the order of document ids, as Anserini does, and the rank is what is scored:
    evaluation tools break ties each in their own way (.3206 to .3218 for BM25 on NFCorpus).
    """
    scored = []
    for query, hits in run.items():
        ordered = sorted((-hit.score, documents[hit.passage_id]) for hit in hits)
        scored += [ScoredDoc(query, document, -float(rank)) for rank, (_, document) in enumerate(ordered)]
    return float(ir_measures.calc_aggregate([nDCG @ 10], qrels, scored)[nDCG @ 10])


def fp32_bundle(scratch: Path) -> Path:
    """Export the dense encoder once more, without quantisation."""
    from pipelines.export.dense import export_minilm

    folder = scratch / "dense-fp32"
    if not folder.is_dir():
        export_minilm(folder, precision="fp32")
    return folder
