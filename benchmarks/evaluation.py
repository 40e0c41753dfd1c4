"""Queries per second of a whole evaluation, beside two other tools on the same data.

Each runs in a process of its own over the same queries and judgements, one after the other. Ours asks
three lanes and feedback at depth 1,000, fuses them, writes run files and measures; sentence-transformers'
evaluator encodes the corpus and asks the one dense lane at depth 100 (its default); Pyserini asks BM25 at
depth 1,000 and measures nothing. Ingest is not counted for ours, and the evaluator is also read without
its encoding of the corpus.
"""

import json
import os
import sys
import time
from typing import Any

from benchmarks import data, job
from benchmarks.table import save

SETS = (("nfcorpus", "dev"), ("scifact", "test"))
DEPTH = 1000


def main() -> None:
    """Measure every data set and keep one table."""
    wanted = os.environ.get("SEARCH_APP_BENCHMARK_SETS")
    rows = []
    for name, split in SETS:
        if wanted and name not in wanted.split(","):
            continue
        rows += [
            [f"{name} {split}", system, f"{speed:.1f}", f"{memory:.0f}"]
            for system, speed, memory in measure(name, split)
        ]
    save("evaluation", "Evaluation, whole runs", ["data", "system", "queries/s", "peak MB"], rows, NOTE)


NOTE = (
    "Ours: three lanes and feedback at depth 1,000, run files and measures. InformationRetrievalEvaluator: "
    "the dense lane in fp32 at depth 100. Pyserini: BM25 alone at depth 1,000, two threads, no measures."
)


def measure(name: str, split: str) -> list[tuple[str, float, float]]:
    """Return (system, queries per second, peak MB) of each."""
    data_dir = job.kept_data_dir()
    job.ingest(str(data.folder(name)), name, data_dir)
    systems = "bm25,dense,sparse,hybrid"
    options = ("--split", split, "--systems", systems, "--latency-queries", "0", "--json")
    ours = job.search_app("evaluate", str(data.folder(name)), *options, data_dir=data_dir)
    report = json.loads(ours.stdout)
    found = [("search-app, three lanes and feedback", report["queries_per_second"], report["peak_memory_mb"])]
    for system in ("evaluator", "pyserini"):
        command = [sys.executable, "-m", "benchmarks.evaluation", system, name, split]
        parts = json.loads(job.run(command).stdout.strip().splitlines()[-1])
        found += [(label, speed, parts["peak_mb"]) for label, speed in parts["speeds"].items()]
    return found


def evaluator(name: str, split: str) -> dict[str, float]:
    """sentence-transformers' InformationRetrievalEvaluator over the fp32 dense encoder."""
    from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator
    from sentence_transformers.util import cos_sim

    from benchmarks.reference_models import dense

    texts = {r["_id"]: f"{r.get('title', '')} {r['text']}".strip() for r in _corpus(name)}
    relevant: dict[str, set[str]] = {}
    for query, document, grade in data.judgements(name, split):
        if grade > 0:
            relevant.setdefault(query, set()).add(document)
    queries = {query: text for query, text in data.queries(name, split).items() if query in relevant}
    model = dense()
    started = time.perf_counter()
    vectors = model.encode(list(texts.values()), convert_to_tensor=True)
    encoding = time.perf_counter() - started
    measure_run = InformationRetrievalEvaluator(
        queries, texts, relevant, show_progress_bar=False, score_functions={"cosine": cos_sim}
    )
    started = time.perf_counter()
    measure_run.compute_all_metrics(model, corpus_embeddings=vectors)
    searching = time.perf_counter() - started
    return {
        "InformationRetrievalEvaluator": len(queries) / (encoding + searching),
        "InformationRetrievalEvaluator, corpus encoded before": len(queries) / searching,
    }


def pyserini(name: str, split: str) -> dict[str, float]:
    """Pyserini's batch search on our index: the class of Anserini that LuceneSearcher wraps."""
    from search_app.collections import Catalog
    from search_app.lucene.bm25 import K1, B
    from search_app.lucene.jvm import start_jvm

    path = Catalog(job.kept_data_dir()).current_generation(name).lucene_path
    queries = data.queries(name, split)
    start_jvm()
    from pyserini.pyclass import autoclass

    searcher = autoclass("io.anserini.search.SimpleSearcher")(str(path))
    ids, texts = autoclass("java.util.ArrayList")(), autoclass("java.util.ArrayList")()
    for query, text in queries.items():
        ids.add(query)
        texts.add(text)
    searcher.set_bm25(K1, B)
    started = time.perf_counter()
    searcher.batch_search(texts, ids, DEPTH, 2)
    return {"Pyserini batch search, BM25 alone": len(queries) / (time.perf_counter() - started)}


def _corpus(name: str) -> list[dict[str, Any]]:
    return list(data.records(data.folder(name) / "corpus.jsonl"))


if __name__ == "__main__":
    from pipelines.ingest.peak_memory import peak_memory_mb

    chosen = {"evaluator": evaluator, "pyserini": pyserini}[sys.argv[1]]
    speeds = chosen(*sys.argv[2:4])
    print(json.dumps({"speeds": speeds, "peak_mb": peak_memory_mb()}))
