"""nDCG@10 of every lane and of plain RRF, beside the dense lane in fp32, on test sets.

What the served profile reaches is `search-app reproduce`'s to say.
"""

import os
from collections.abc import Sequence

import ir_measures
import numpy as np
from ir_measures import Qrel, ScoredDoc, nDCG

from benchmarks import data, job, reference_models
from benchmarks.table import save
from search_app.engine.service import SearchService
from search_app.fusion import FusionRule
from search_app.records import Hit, Passage, Query, Ranking, passage_id
from search_app.settings import Settings

SETS = (("scifact", "test"), ("nfcorpus", "test"), ("vaswani", "test"), ("msmarco-dl19-pooled", "test"))
DEPTH = 1000


def main() -> None:
    """Measure every data set with the shipped bundles, and the dense lane once more in fp32."""
    wanted = os.environ.get("SEARCH_APP_BENCHMARK_SETS")
    sets = [entry for entry in SETS if not wanted or entry[0] in wanted.split(",")]
    for name, split in sets:
        rows = [[system, f"{value:.4f}"] for system, value in measure(name, split).items()]
        save(f"quality-{name}", f"nDCG@10 on {name}, {split}", ["system", "nDCG@10"], rows)


def measure(name: str, split: str) -> dict[str, float]:
    """Return {system: nDCG@10} of one data set through the engine that serves."""
    data_dir = job.kept_data_dir()
    job.ingest(str(data.folder(name)), name, data_dir)
    documents = {passage_id(r["_id"], 0): r["_id"] for r in data.records(data.folder(name) / "corpus.jsonl")}
    qrels = [Qrel(*entry) for entry in data.judgements(name, split)]
    asked = data.queries(name, split)
    full_precision = fp32_rankings(name, list(asked.values()))
    runs: dict[str, dict[str, Sequence[Hit]]] = {}
    with SearchService(Settings(data_dir=data_dir)) as service:
        for (query_id, text), dense in zip(asked.items(), full_precision, strict=True):
            for system, hits in ask(service, name, text, dense).items():
                runs.setdefault(system, {})[query_id] = hits
    return {system: ndcg(qrels, run, documents) for system, run in runs.items()}


def ask(service: SearchService, collection: str, text: str, dense_fp32: Ranking) -> dict[str, Sequence[Hit]]:
    """Return {system: ranking} for one query."""
    query = Query(text)
    names, rrf = ("bm25", "dense", "sparse"), FusionRule("rrf", weights={})
    with service.open(collection).borrow() as generation:
        lanes = {lane: generation.lane(lane, service.models).bind(query).search(DEPTH) for lane in names}
    return {
        **{lane: ranking.hits for lane, ranking in lanes.items()},
        "dense in fp32": dense_fp32.hits,
        "RRF of bm25 and dense in fp32": rrf.fuse([lanes["bm25"], dense_fp32]),
        "RRF of bm25 and dense": rrf.fuse([lanes["bm25"], lanes["dense"]]),
        "RRF of the three": rrf.fuse(list(lanes.values())),
    }


def fp32_rankings(name: str, texts: list[str]) -> list[Ranking]:
    """Rank the corpus by the unquantised dense encoder, exactly, without an index."""
    encoder = reference_models.dense()
    entries = list(data.records(data.folder(name) / "corpus.jsonl"))
    ids = [passage_id(entry["_id"], 0) for entry in entries]
    passages = [Passage(e["_id"], 0, 0, len(e["text"]), e["text"], e.get("title", "")) for e in entries]
    kept = job.kept_data_dir() / f"{name}-fp32.npy"
    if not kept.is_file():
        np.save(kept, encoder.encode([passage.full_text for passage in passages]))
    scores = encoder.encode(texts) @ np.load(kept).T
    best = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return [
        Ranking("dense", tuple(Hit(ids[place], float(row[place])) for place in places))
        for row, places in zip(scores, best, strict=True)
    ]


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
