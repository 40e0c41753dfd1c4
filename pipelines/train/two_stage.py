"""Two-stage training as in coCondenser (Gao and Callan 2022), each step kept and never done twice.

stage-1/        run folder: trained on BM25's negatives
encoded-1/      the collection by the stage-1 model, in shards
mined.jsonl     what that model ranks high and nobody judged relevant
.               run folder of stage 2: trained on those, from the base model again
encoded-2/      the collection by the final model
runs/           stage-1 and stage-2: TREC, MS MARCO, measures
"""

import logging
from dataclasses import replace
from pathlib import Path

from pipelines.judged.collection import JudgedCollection, open_collection
from pipelines.mine.hard_negatives import mine
from pipelines.plan import Plan
from pipelines.recipe import DataSource, Recipe, TwoStage
from pipelines.retrieve.encode_corpus import encode_corpus
from pipelines.retrieve.runs import write_runs
from pipelines.retrieve.shard_lane import ShardLane
from pipelines.runs.folder import RunFolder
from pipelines.runs.receipt import make_receipt
from pipelines.train.negatives import with_negatives
from pipelines.train.single_stage import train_once

QUERIES_AT_ONCE = 8192
_log = logging.getLogger(__name__)


def train_two_stages(plan: Plan, folder: RunFolder) -> None:
    """Do what is missing of the steps above, in order.

    Args:
        plan: With [two_stage]; its first source is the collection.
        folder: Of the whole; stage 2 is trained in it.
    """
    recipe = plan.recipe
    if recipe.two_stage is None:
        raise ValueError("a recipe without [two_stage] has one stage")
    options, corpus = recipe.two_stage, open_collection(plan.root / recipe.data[0].path)
    receipt = make_receipt(plan)
    folder.start(plan.path, receipt)
    first = RunFolder(folder.path / "stage-1")
    if not first.complete:
        train_once(plan, first)
    mined = folder.path / "mined.jsonl"
    if not mined.is_file():
        lane = _lane(recipe, options, first, corpus, folder.path / "encoded-1")
        _retrieve(lane, corpus, options, folder.path, "stage-1")
        source = recipe.data[0]
        report = mine(
            corpus,
            source.split,
            [lane],
            options.negatives,
            mined,
            source.max_pairs,
            recipe.seed,
            queries_at_once=QUERIES_AT_ONCE,
        )
        _log.info("mined %d rows, left out %s", report.written, dict(report.skipped))
    train_once(_second(plan, options, first, mined), folder, finish=False)
    lane = _lane(recipe, options, folder, corpus, folder.path / "encoded-2")
    measured = _retrieve(lane, corpus, options, folder.path, "stage-2")
    folder.start(plan.path, receipt)
    folder.finish({**folder.trained(), "retrieval": measured})


def _second(plan: Plan, options: TwoStage, first: RunFolder, mined: Path) -> Plan:
    """Stage 2 as a recipe: the mined negatives, with those of stage 1 when asked for."""
    recipe = plan.recipe
    sources = [DataSource(path=str(mined.resolve()), format="triples", licence=recipe.data[0].licence)]
    if options.keep_first_negatives:
        sources += with_negatives(plan, first.path)
    changes = {"data": sources, "negatives": options.negatives, "two_stage": None}
    changed = recipe.model_copy(update={**changes, "training": options.training or recipe.training})
    return replace(plan, recipe=changed)


def _lane(
    recipe: Recipe, options: TwoStage, trained: RunFolder, corpus: JudgedCollection, shards: Path
) -> ShardLane:
    """The collection by a trained model; the shards are made where they are missing."""
    half = recipe.training is not None and recipe.training.precision != "fp32"
    size = options.encode_batch_size
    encode_corpus(trained.model, corpus.passages(), shards, options.shard_size, size, half)
    return ShardLane(trained.model, shards, size, half)


def _retrieve(
    lane: ShardLane, corpus: JudgedCollection, options: TwoStage, folder: Path, name: str
) -> dict[str, float]:
    measured = write_runs(lane, corpus, options.split, options.depth, folder / "runs", name)
    _log.info("%s on %s: %s", name, options.split, measured)
    return measured
