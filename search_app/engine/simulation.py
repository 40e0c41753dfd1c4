"""Where a passage would stand under other settings, without searching again."""

from collections.abc import Mapping, Sequence

from search_app.engine.deep_lists import DeepLists
from search_app.engine.profile import Profile
from search_app.fusion import blend, fuse
from search_app.protocols import Reranker, VectorStore
from search_app.records import Hit, Query, Ranking, Reading
from search_app.rerankers.readings import readings

_MOST_READ = 256  # passages the cross-encoder reads beyond those of the search: a second or two on a CPU


class Simulation:
    """Runs fusion and blend over known lists. Not thread-safe.

    What the cross-encoder made of a passage is kept, so that a setting costs what it reads for the first
    time; once it has read `_MOST_READ` passages more, settings that need others count as unsuccessful.

    Args:
        query: What was asked; its limit is the number of results shown.
        lists: The lanes' lists.
        reranker: The cross-encoder, or None.
        store: Where the texts are.
        known: What the search has read already.
    """

    def __init__(
        self,
        query: Query,
        lists: DeepLists,
        reranker: Reranker | None,
        store: VectorStore,
        known: Mapping[str, Reading],
    ) -> None:
        self._query = query
        self._lists = lists
        self._reranker = reranker
        self._store = store
        self._known = dict(known)
        self._left = _MOST_READ

    def shown_rank(self, passage_id: str, profile: Profile) -> int | None:
        """Return the final rank from 1 when it is among the results shown under `profile`, else None."""
        fused = self.fused(profile)
        position = next((n for n, hit in enumerate(fused) if hit.passage_id == passage_id), None)
        limit, read = self._query.limit, profile.rerank_depth if self._reranker else 0
        if position is None or position >= max(limit, read):
            return None
        found = self._read(fused[:read])
        if found is None:
            return None
        final = blend(fused[: max(limit, read)], found, profile.blend_rule) if found else fused
        rank = 1 + [hit.passage_id for hit in final].index(passage_id)
        return rank if rank <= limit else None

    def fused(self, profile: Profile) -> list[Hit]:
        """Return the fused ranking under `profile`."""
        depth = max(profile.depth, self._query.limit)
        rankings = [Ranking(lane, self._lists.hits(lane, depth)) for lane in self._lists.lanes]
        return fuse(rankings, profile.fusion, profile.rrf_k, profile.weights)

    def _read(self, hits: Sequence[Hit]) -> Mapping[str, Reading] | None:
        """Return what the cross-encoder makes of the hits, or None when that would be too many more."""
        new = [hit.passage_id for hit in hits if hit.passage_id not in self._known]
        if new and self._reranker is not None:
            if len(new) > self._left:
                return None
            self._left -= len(new)
            passages = [stored.passage for stored in self._store.retrieve(new)]
            self._known |= readings(self._reranker, self._query.text, passages)
        return {hit.passage_id: self._known[hit.passage_id] for hit in hits if hit.passage_id in self._known}
