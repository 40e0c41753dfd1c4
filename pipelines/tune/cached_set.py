"""Everything a search of the profile space needs, asked of the engine once."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluate.asked_lane import AskedLane, plain_lane
from pipelines.evaluate.batch_lanes import BatchLanes
from pipelines.evaluate.passage_documents import PassageDocuments
from pipelines.evaluate.passage_readings import PassageReadings
from pipelines.judged.evaluation_set import EvaluationSet
from pipelines.tune.space import PAIRS
from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.lanes import LANES
from search_app.lanes.bm25 import BM25, Bm25Options
from search_app.lanes.feedback import Feedback, open_feedback
from search_app.protocols import VectorStore
from search_app.records import Hit, Query, Ranking

CUTOFF = 10
DISCOUNTS: NDArray[np.float64] = 1.0 / np.log2(np.arange(2, CUTOFF + 2))
_BATCH = 64


@dataclass(frozen=True, slots=True)
class CachedQuery:
    """One query with what the lanes returned.

    Attributes:
        query_id: Its id; a document of that id is not counted.
        text: Its text.
        rankings: One per lane, in the order of `LANES`; feedback's last, where it was asked.
        documents: {passage id: document id} of every passage in the rankings.
        grades: {document id: grade}.
        ideal: Largest discounted gain the judgements allow at the cut-off.
        paired: {what pairs of words count: BM25's ranking with it}, for each of `PAIRS`.
    """

    query_id: str
    text: str
    rankings: Sequence[Ranking]
    documents: Mapping[str, str]
    grades: Mapping[str, int]
    ideal: float
    paired: Mapping[float, Ranking] = field(default_factory=dict)

    def with_pairs(self, bm25_pairs: float) -> "CachedQuery":
        """Return the query with that of BM25's rankings; 0 is the plain one it has."""
        if not bm25_pairs:
            return self
        chosen = self.paired[bm25_pairs]
        return replace(self, rankings=[chosen if r.lane == chosen.lane else r for r in self.rankings])

    def gain(self, document: str) -> float:
        """Return a document's gain, that of trec_eval's nDCG; the query's own document has none."""
        return 0.0 if document == self.query_id else float(max(0, self.grades.get(document, 0)))


@dataclass(frozen=True, slots=True)
class CachedSet:
    """The queries of one data set.

    Attributes:
        name: Data set and split.
        queries: In the order of the judgements.
        readings: What the cross-encoder makes of passages, read when first asked for and kept.
        store: The collection's vectors.
        owners: The documents of its passages.
    """

    name: str
    queries: Sequence[CachedQuery]
    readings: PassageReadings
    store: VectorStore
    owners: PassageDocuments

    def with_feedback(self, query: CachedQuery, first: Sequence[Hit], depth: int) -> CachedQuery:
        """Return a query with the feedback lane's ranking beside the others.

        Args:
            query: One of the set's.
            first: The others, fused.
            depth: Hits taken.
        """
        if not first:
            return query
        ranking = open_feedback(first, Feedback(), self.store, Query(query.text)).search(depth)
        new = [hit.passage_id for hit in ranking.hits if hit.passage_id not in query.documents]
        documents = {**query.documents, **dict(zip(new, self.owners.of(new), strict=True))}
        return replace(query, rankings=[*query.rankings, ranking], documents=documents)


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
    depth: int,
    most: int | None = None,
) -> CachedSet:
    """Ask every lane for the set's queries; `most` limits their number."""
    asked = sampled(entry, most)
    names = list(asked)
    cached = []
    plain = [plain_lane(lane) for lane in LANES]
    paired = {pairs: AskedLane(BM25, Bm25Options(pairs)) for pairs in PAIRS}
    with BatchLanes(opened, models, [*plain, *paired.values()]) as lanes:
        for start in range(0, len(names), _BATCH):
            ids = names[start : start + _BATCH]
            found = lanes.ask([asked[name] for name in ids], depth)
            for place, name in enumerate(ids):
                rankings = [found[lane][place] for lane in plain]
                with_pairs = {pairs: found[lane][place] for pairs, lane in paired.items()}
                grades = entry.judgements.qrels[name]
                cached.append(_query(name, asked[name], rankings, with_pairs, documents, grades))
    readings = PassageReadings(opened.store, models.reranker)
    return CachedSet(f"{entry.name} {entry.split}", cached, readings, opened.store, documents)


def _query(
    name: str,
    text: str,
    rankings: Sequence[Ranking],
    paired: Mapping[float, Ranking],
    documents: PassageDocuments,
    grades: Mapping[str, int],
) -> CachedQuery:
    passages = list({hit.passage_id for ranking in (*rankings, *paired.values()) for hit in ranking.hits})
    best = sorted((float(g) for document, g in grades.items() if g > 0 and document != name), reverse=True)
    ideal = float(np.dot(best[:CUTOFF], DISCOUNTS[: len(best)]))
    owners = dict(zip(passages, documents.of(passages), strict=True))
    return CachedQuery(name, text, rankings, owners, grades, ideal, paired)
