"""Generated queries → hard negatives of several lanes → pseudo-labels → MarginMSE → a test (GPL)."""

import json
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.adapt.synthetic_set import HELD_OUT, chosen, write_corpus, write_judgements
from pipelines.adapt.verdict import Verdict, compare_bundles
from pipelines.families.query_generator.training import load_query_generator
from pipelines.generate.round_trip import round_trip
from pipelines.generate.sample_queries import Sampling, sample_queries
from pipelines.judged.beir_folder import BeirFolder
from pipelines.mine.bm25_lane import Bm25MiningLane
from pipelines.mine.dense_lane import DenseMiningLane
from pipelines.mine.lane import MiningLane
from pipelines.runs.folder import write_json
from pipelines.train import run
from search_app.errors import BadInputError
from search_app.text.analysis import DEFAULT, TextAnalysis

CORPUS, REPORT = "corpus", "adaptation.json"


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What to do with a collection.

    Attributes:
        generator: Folder or hub id of a query generator.
        bundle: Dense bundle in use, to beat.
        recipe: Training recipe; its data is the folder "corpus" with the splits "train" and "heldout".
        max_passages: Generate for about so many passages.
        round_trip_depth: Ranks within which a query must find its passage.
        held_out: Share of the passages whose queries are for the test.
        sampling: How queries are drawn.
        analysis: How BM25 makes words in the collection.
    """

    generator: str
    bundle: Path
    recipe: Path = Path("dense-gpl")
    max_passages: int = 10_000
    round_trip_depth: int = 20
    held_out: float = 0.2
    sampling: Sampling = Sampling()
    analysis: TextAnalysis = DEFAULT


def adapt(passages: Iterable[tuple[str, str]], options: Adaptation, folder: Path) -> Verdict:
    """Adapt the dense encoder to a collection, and compare it with the one in use.

    Nothing that serves is touched: `folder`/run/bundle holds the new bundle, `folder`/adaptation.json the
    comparison. Each step is kept; a killed job goes on where it stopped.

    Args:
        passages: (id, text) of the collection, streamed once.
        options: What to do.
        folder: Takes all files.

    Raises:
        BadInputError: When the collection is empty, or too few queries came through the filter.
    """
    corpus = BeirFolder(folder / CORPUS)
    total = write_corpus(passages, corpus.path)
    if total == 0:
        raise BadInputError("the collection has no passage", "a collection with documents")
    pairs = folder / "pairs.jsonl"
    if not pairs.is_file():
        _generate(corpus, options, total, folder)
    if not (folder / "run" / "receipt.json").is_file():
        write_judgements(pairs, corpus.path, options.held_out)
    trained = run(options.recipe, folder / "run", folder)
    verdict = compare_bundles(options.bundle, trained.path / "bundle", corpus, HELD_OUT)
    filtered = json.loads(pairs.with_suffix(".report.json").read_text(encoding="utf-8"))
    said = {**asdict(verdict), "better": verdict.better, "bundle_before": str(options.bundle)}
    write_json(folder / REPORT, {**said, "passages": total, "round_trip": filtered})
    return verdict


def _generate(corpus: BeirFolder, options: Adaptation, total: int, folder: Path) -> None:
    """Write the queries that find their passage again by BM25 or by the encoder in use."""
    queries = folder / "queries.jsonl"
    share = options.max_passages / total
    generator = load_query_generator(options.generator)
    sample_queries(generator, chosen(corpus.passages(), share), options.sampling, queries)
    with ExitStack() as stack:
        lanes: list[MiningLane] = [
            stack.enter_context(Bm25MiningLane(corpus.passages(), options.analysis)),
            stack.enter_context(DenseMiningLane(corpus.passages(), options.bundle)),
        ]
        round_trip(queries, lanes, options.round_trip_depth, folder / "pairs.jsonl")
