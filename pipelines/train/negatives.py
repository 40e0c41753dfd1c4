"""A recipe's hard negatives: mined once per run folder, read from there when a run is resumed."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from pipelines.distil.teacher import load_teacher
from pipelines.judged.collection import JudgedCollection, open_collection
from pipelines.mine.bm25_lane import Bm25MiningLane
from pipelines.mine.dense_lane import DenseMiningLane
from pipelines.mine.hard_negatives import MiningReport, mine
from pipelines.mine.lane import MiningLane
from pipelines.mine.sparse_lane import SparseMiningLane
from pipelines.plan import Plan
from pipelines.recipe import DataSource
from search_app.bundles import locate_bundle

_log = logging.getLogger(__name__)


def with_negatives(plan: Plan, folder: Path) -> list[DataSource]:
    """Return the sources of a recipe with their negatives in files below `folder`/negatives.

    Sources that bring negatives of their own, or have no corpus to mine, stay as they are.
    """
    recipe = plan.recipe
    if recipe.negatives is None:
        return recipe.data
    target = folder / "negatives"
    target.mkdir(parents=True, exist_ok=True)
    sources = []
    for position, source in enumerate(recipe.data):
        if source.format not in ("beir", "msmarco") or source.files:
            sources.append(source)
            continue
        path = target / f"{position:02d}-{Path(source.path).name}-{source.split}.jsonl"
        if not path.is_file():
            report = mine_source(plan, source, path)
            _log.info("%s: %d rows, left out %s", path.stem, report.written, dict(report.skipped))
        sources.append(source.model_copy(update={"path": str(path.resolve()), "format": "triples"}))
    return sources


def mine_source(plan: Plan, source: DataSource, path: Path) -> MiningReport:
    """Mine one source with the recipe's lanes."""
    recipe, folder = plan.recipe, open_collection(plan.root / source.path)
    if recipe.negatives is None:
        raise ValueError("a recipe without [negatives] has nothing to mine")
    model = recipe.negatives.filter_model
    with ExitStack() as stack:
        lanes = _lanes(source.negative_lanes or recipe.negatives.lanes, folder, stack)
        judge = load_teacher(model, plan.root) if model else None
        limit = source.max_pairs
        return mine(folder, source.split, lanes, recipe.negatives, path, limit, recipe.seed, judge)


def _lanes(names: Sequence[str], folder: JudgedCollection, stack: ExitStack) -> list[MiningLane]:
    lanes: list[MiningLane] = []
    for name in names:
        if name == "bm25":
            lanes.append(stack.enter_context(Bm25MiningLane(folder.passages())))
        elif name == "sparse":
            bundle = locate_bundle("sparse")
            lanes.append(stack.enter_context(SparseMiningLane(folder.passages(), bundle)))
        else:
            bundle = locate_bundle("dense")
            lanes.append(stack.enter_context(DenseMiningLane(folder.passages(), bundle)))
    return lanes
