"""Everything a search of the profile space needs, asked of the engine once."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluate.asked_lane import AskedLane, plain_lane
from pipelines.evaluate.batch_lanes import BatchLanes
from pipelines.evaluate.batch_lists import BatchLists, BatchReader
from pipelines.evaluate.feedback_rankings import FeedbackRankings
from pipelines.evaluate.passage_documents import PassageDocuments
from pipelines.evaluate.passage_readings import PassageReadings
from pipelines.evaluate.systems import Asked, asked_queries
from pipelines.judged.evaluation_set import EvaluationSet
from pipelines.tune.space import DEPTHS, tried_options
from search_app.batched import batched
from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.ranking.profile import Profile

CUTOFF = 10
DISCOUNTS: NDArray[np.float64] = 1.0 / np.log2(np.arange(2, CUTOFF + 2))
_BATCH = 64


@dataclass(frozen=True, slots=True)
class CachedQuery:
    """One query with what the lanes returned.

    Attributes:
        asked: Its id, its text and the rankings; a document of that id is not counted.
        grades: {document id: grade}.
        ideal: Largest discounted gain the judgements allow at the cut-off.
    """

    asked: Asked
    grades: Mapping[str, int]
    ideal: float = field(init=False)

    def __post_init__(self) -> None:
        best = sorted(map(self.gain, self.grades), reverse=True)[:CUTOFF]
        object.__setattr__(self, "ideal", float(np.dot(best, DISCOUNTS[: len(best)])))

    def gain(self, document: str) -> float:
        """Return a document's gain, that of trec_eval's nDCG; the query's own document has none."""
        return 0.0 if document == self.asked.query_id else float(max(0, self.grades.get(document, 0)))


@dataclass(frozen=True, slots=True)
class CachedSet:
    """The queries of one data set.

    Attributes:
        name: Data set and split.
        queries: In the order of the judgements.
        readings: What the cross-encoder makes of passages, read when first asked for and kept.
        feedback: What the feedback lane finds, searched when first asked for and kept.
        owners: The documents of the passages.
    """

    name: str
    queries: Sequence[CachedQuery]
    readings: PassageReadings
    feedback: FeedbackRankings
    owners: PassageDocuments

    def lists(self, query: CachedQuery, profile: Profile) -> BatchLists:
        """Return a query's lists as the ranking takes them."""
        return BatchLists(profile, query.asked.rankings, self.feedback, profile.depth)

    def reader(self, query: CachedQuery) -> BatchReader:
        """Return the cross-encoder for a query."""
        return BatchReader(query.asked.text, self.readings)


def sampled(entry: EvaluationSet, most: int | None, seed: int = 13) -> Mapping[str, str]:
    """Return the set's queries, or `most` of them drawn with a fixed seed."""
    names = list(entry.queries)
    if most is not None and most < len(names):
        chosen = set(random.Random(seed).sample(names, most))  # noqa: S311 - a draw, not a secret
        names = [name for name in names if name in chosen]
    return {name: entry.queries[name] for name in names}


def cache_set(
    entry: EvaluationSet,
    opened: OpenGeneration,
    models: Models,
    documents: PassageDocuments,
    lanes: Sequence[str],
    most: int | None = None,
) -> CachedSet:
    """Ask these lanes for the set's queries, in every way that is tried; `most` limits their number."""
    asked = sampled(entry, most)
    cached: list[CachedQuery] = []
    with BatchLanes(opened, models, _ways(lanes)) as ways:
        for ids in batched(asked, _BATCH):
            texts = [asked[name] for name in ids]
            found = asked_queries(ids, texts, ways.ask(texts, max(DEPTHS)))
            cached += [CachedQuery(each, entry.judgements.qrels[each.query_id]) for each in found]
    readings = PassageReadings(opened.store, models.reranker)
    return CachedSet(
        f"{entry.name} {entry.split}", cached, readings, FeedbackRankings(opened.store), documents
    )


def _ways(lanes: Sequence[str]) -> list[AskedLane]:
    """Return every way in which the lanes are asked, plainly and with the options that are tried."""
    plain = [plain_lane(lane) for lane in lanes]
    tried = [AskedLane(lane, each) for lane in lanes for each in tried_options(lane)]
    return list(dict.fromkeys([*plain, *tried]))
