"""What a bi-encoder retrieves for judged queries, as run files, and how good it is."""

from pathlib import Path

from tqdm import tqdm

from pipelines.judged.collection import JudgedCollection
from pipelines.mine.lane import MiningLane
from pipelines.runs.folder import write_json
from search_app.evaluation.measures import evaluate_run
from search_app.evaluation.run_file import RunWriter

MEASURES = ("MRR@10", "Recall@1000", "nDCG@10")
_QUERIES = 4096


def write_runs(
    lane: MiningLane, corpus: JudgedCollection, split: str, depth: int, folder: Path, name: str
) -> dict[str, float]:
    """Write `<name>.trec`, `<name>.tsv` (MS MARCO) and `<name>.json`, and return the measures.

    Args:
        lane: Over the corpus.
        corpus: Queries and judgements.
        split: Which judgements; only judged queries are asked.
        depth: Passages per query.
        folder: Takes the files.
        name: Of the system.
    """
    queries, qrels = corpus.queries(), corpus.qrels(split)
    asked = [key for key in qrels if key in queries]
    run: dict[str, dict[str, float]] = {}
    with (
        RunWriter(folder / f"{name}.trec", name) as trec,
        RunWriter(folder / f"{name}.tsv", name, "msmarco") as marco,
    ):
        for start in tqdm(range(0, len(asked), _QUERIES), desc=f"retrieve {split}", disable=None):
            batch = asked[start : start + _QUERIES]
            found = lane.search([queries[key] for key in batch], depth)
            for key, hits in zip(batch, found, strict=True):
                trec.write(key, hits)
                marco.write(key, hits)
                run[key] = dict(hits)
    values = evaluate_run(qrels, run, MEASURES)
    measured = {measure: round(float(row.mean()), 4) for measure, row in values.items()}
    write_json(folder / f"{name}.json", {"split": split, "queries": len(asked), **measured})
    return measured
