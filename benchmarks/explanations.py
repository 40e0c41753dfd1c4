"""Whether explanations add up, whether models went by the words that are named, and what they cost."""

import random
import statistics
import time
from collections.abc import Iterator
from itertools import islice

from benchmarks import data, job
from benchmarks.table import save
from search_app.engine.service import SearchService
from search_app.explain.leave_one_out import without, word_losses
from search_app.lanes.dense.word_shares import ROUNDING
from search_app.protocols import Reranker, WindowedReader
from search_app.records import Query, Result
from search_app.settings import Settings

SETS = (("scifact", "test"), ("nfcorpus", "test"))
SUMMED, FAITHFUL, TIMED = 500, 200, 40
PER_QUERY = 5
WORDS = 3


def main() -> None:
    """Measure over both collections with the shipped models."""
    data_dir = job.kept_data_dir()
    for name, _ in SETS:
        job.ingest(str(data.folder(name)), name, data_dir)
    with SearchService(Settings(data_dir=data_dir)) as service:
        rows = [*sums(service), faithfulness(service), dense_faithfulness(service), *costs(service)]
    save("explanations", "Explanations", ["what", "measured", "target"], rows)


def questions() -> Iterator[tuple[str, str]]:
    """Yield (collection, question), the collections in turn."""
    texts = [list(data.queries(name, split).values()) for name, split in SETS]
    for pair in zip(*texts, strict=False):
        yield from zip((name for name, _ in SETS), pair, strict=True)


def pairs(service: SearchService, count: int) -> Iterator[tuple[str, Result]]:
    """Yield (question, result) with every lane explained."""
    found = (
        (text, result)
        for name, text in questions()
        for result in service.open(name).search(Query(text, PER_QUERY, explain_depth=PER_QUERY)).results
    )
    yield from islice(found, count)


def sums(service: SearchService) -> list[list[str]]:
    """Compare the sum of contributions with each lane's score, and of the steps with the final score."""
    errors: dict[str, list[float]] = {}
    rounding: list[float] = []
    for _, result in pairs(service, SUMMED):
        for lane, standing in result.lanes.items():
            mine = [token for token in result.tokens if token.lane == lane]
            total = sum(token.weight for token in mine)
            errors.setdefault(lane, []).append(abs(total - standing.score) / abs(standing.score))
            rounding += [abs(t.weight / standing.score) for t in mine if t.token == ROUNDING]
        steps = sum(step.value for step in result.steps)
        errors.setdefault("final score", []).append(abs(steps - result.score) / abs(result.score))
    rows = [
        [f"largest relative error of the sum, {lane}, {len(found)} pairs", f"{max(found):.1e}", "< 1e-3"]
        for lane, found in errors.items()
    ]
    spread = f"{statistics.fmean(rounding):.2%} mean, {max(rounding):.2%} largest"
    return [*rows, ["part of the dense score that is 8-bit rounding between batches", spread, ""]]


def faithfulness(service: SearchService) -> list[str]:
    """Count how often leaving out the foremost words costs more than leaving out as many others."""
    dice, reranker, wins = random.Random(20), service.models.reranker(), 0
    found = list(pairs(service, FAITHFUL))
    for question, result in found:
        text = read_part(reranker, question, result.passage.full_text)
        losses = sorted(word_losses(question, text, reranker), key=lambda entry: -entry[1])
        spans = [span for span, _ in losses]
        foremost, others = spans[:WORDS], dice.sample(spans, min(WORDS, len(spans)))
        scores = [
            float(reranker.score(question, [without(text, sorted(left_out))])[0])
            for left_out in (foremost, others)
        ]
        wins += scores[0] < scores[1]
    what = f"leaving out the {WORDS} foremost words costs the cross-encoder's score more than {WORDS} random"
    return [f"{what} ones, {len(found)} pairs", f"{wins / len(found):.1%}", ">= 80 %"]


def dense_faithfulness(service: SearchService) -> list[str]:
    """Count the same for the dense lane's shares and its score, where it found the passage."""
    dice, encoder, wins, count = random.Random(20), service.models.dense(), 0, 0
    for question, result in pairs(service, FAITHFUL):
        text, whole = result.passage.text, result.passage.full_text
        spans = [token.spans[0] for token in result.tokens if token.lane == "dense" and token.spans]
        if len(spans) < 2 * WORDS:
            continue
        title, vector = whole[: len(whole) - len(text)], encoder.encode_queries([question])[0]
        left = [without(text, sorted(chosen)) for chosen in (spans[:WORDS], dice.sample(spans, WORDS))]
        scores = [float(encoder.encode_passages([title + each])[0] @ vector) for each in left]
        wins, count = wins + (scores[0] < scores[1]), count + 1
    what = f"leaving out the {WORDS} words with the largest shares costs the dense score more than {WORDS}"
    return [f"{what} random ones, {count} pairs", f"{wins / count:.1%}", ">= 80 %"]


def read_part(reranker: Reranker, question: str, text: str) -> str:
    """Return what the cross-encoder reads of a passage."""
    if isinstance(reranker, WindowedReader):
        return text[: reranker.characters_read(question, text)]
    return text


def costs(service: SearchService) -> list[list[str]]:
    """Processor time of a search with and without its explanations, the cross-encoder's words apart."""
    rows = []
    kinds = {
        "explaining ten hits, the first by models, as a share of the search": True,
        "explaining ten hits by stored weights, as a share of a search without reranking": False,
    }
    for what, rerank in kinds.items():
        for name, split in SETS:
            spent: dict[bool, list[float]] = {False: [], True: []}
            for text in list(data.queries(name, split).values())[:TIMED]:
                for explain in (False, True):
                    started = time.process_time()
                    service.open(name).search(Query(text, explain=explain, rerank=rerank))
                    spent[explain].append((time.process_time() - started) * 1000)
            plain, explained = (statistics.median(spent[explain]) for explain in (False, True))
            share = f"{explained / plain - 1:.0%}"
            target = "<= 15 %" if rerank else ""
            rows.append([f"{what}, {name} ({plain:.0f} ms of processor time)", share, target])
    return rows
