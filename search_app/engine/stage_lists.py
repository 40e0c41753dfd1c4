"""The same question at every stage: each lane's list, the fused one, the reranked one."""

from collections.abc import Iterable
from dataclasses import dataclass

from search_app.engine.trace import Trace
from search_app.protocols import VectorStore
from search_app.records import Hit, Passage

FUSED, FINAL = "fuse", "final"


@dataclass(frozen=True, slots=True)
class StageList:
    """The head of one stage's list.

    Attributes:
        stage: A lane's name, `FUSED` or `FINAL`.
        entries: (passage, score of that stage), best first.
    """

    stage: str
    entries: tuple[tuple[Passage, float], ...]


def stage_lists(trace: Trace | None, store: VectorStore, limit: int) -> tuple[StageList, ...]:
    """Return the first `limit` entries of every stage that answered; a blank query has an empty fused list.

    The last list, `FINAL`, is there only when the cross-encoder has read something.

    Args:
        trace: The stages of a search, whole.
        store: Of the generation that answered.
        limit: Entries per list.
    """
    if trace is None:
        return (StageList(FUSED, ()),)
    fused = trace.ranked.fused
    lists = [(ranking.lane, ranking.hits) for ranking in fused.rankings if ranking.failure is None]
    lists.append((FUSED, tuple(fused.hits)))
    if trace.ranked.readings:
        lists.append((FINAL, tuple(trace.final)))
    wanted = dict.fromkeys(hit.passage_id for _, hits in lists for hit in hits[:limit])
    passages = {stored.passage.id: stored.passage for stored in store.retrieve(list(wanted))}
    return tuple(StageList(stage, tuple(_entries(hits[:limit], passages))) for stage, hits in lists)


def _entries(hits: Iterable[Hit], passages: dict[str, Passage]) -> Iterable[tuple[Passage, float]]:
    return ((passages[hit.passage_id], hit.score) for hit in hits if hit.passage_id in passages)
