"""Where a passage would stand under other settings, without searching again."""

from collections.abc import Collection, Mapping, Sequence

from search_app.engine.deep_lists import DeepLists
from search_app.protocols import Reranker, VectorStore
from search_app.ranking.profile import Profile
from search_app.ranking.program import fuse_lists, rerank
from search_app.records import Query, Reading
from search_app.rerankers.readings import readings

_MOST_READ = 256  # passages the cross-encoder reads beyond those of the search: a second or two on a CPU


class _ReadEnoughError(Exception):
    """A setting that would have too many more passages read."""


class Simulation:
    """Runs the ranking over known lists. Not thread-safe.

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
        self._query, self._lists = query, lists
        self._reranker, self._store = reranker, store
        self._known = dict(known)
        self._left = _MOST_READ

    def shown_rank(self, passage_id: str, profile: Profile) -> int | None:
        """Return the final rank from 1 when it is among the results shown under `profile`, else None."""
        limit = self._query.limit
        fused = fuse_lists(profile, self._lists, limit)
        position = next((n for n, hit in enumerate(fused.hits) if hit.passage_id == passage_id), None)
        read = profile.rerank.depth if profile.rerank and self._reranker else 0
        if position is None or position >= max(limit, read):
            return None
        try:
            final = rerank(profile, fused, self, limit).final
        except _ReadEnoughError:
            return None
        rank = 1 + [hit.passage_id for hit in final].index(passage_id)
        return rank if rank <= limit else None

    def present(self, passage_ids: Sequence[str]) -> Collection[str]:
        """See `search_app.ranking.lists.Reader`: what the search found has been fetched before."""
        return passage_ids

    def read(self, passage_ids: Sequence[str]) -> Mapping[str, Reading]:
        """See `search_app.ranking.lists.Reader`."""
        new = [each for each in passage_ids if each not in self._known]
        if new and self._reranker is not None:
            if len(new) > self._left:
                raise _ReadEnoughError
            self._left -= len(new)
            passages = [stored.passage for stored in self._store.retrieve(new)]
            self._known |= readings(self._reranker, self._query.text, passages)
        return {each: self._known[each] for each in passage_ids if each in self._known}
