"""Documents that are stored and that the source no longer has: deleted, or kept as they were."""

from collections.abc import Iterable, Iterator

from pipelines.ingest.seen import SeenIds
from search_app.batched import batched
from search_app.collections.builds.draft import Draft
from search_app.collections.ledger import LedgerEntry

_BATCH = 256


class Vanished:
    """What a whole run of the source has not shown.

    Args:
        draft: The generation being written.
        seen: Every id the source has.
        prune: Delete all of it; else only what an interrupted job has added.
    """

    def __init__(self, draft: Draft, seen: SeenIds, prune: bool) -> None:
        self._draft, self._seen, self._prune = draft, seen, prune

    def delete(self) -> int:
        """Delete what is to go and return its number; the draft is not opened when there is nothing."""
        known = self._draft.known()
        if known is None:
            return 0
        deleted = 0
        with known:
            doomed = self._doomed(known.entries())
            for batch in batched(doomed, _BATCH):
                deleted += self._draft.writer().delete(batch)
        return deleted

    def keep(self) -> None:
        """Keep the rest as it was before an interrupted job changed it."""
        self._draft.carry_over(self._stays)

    def _doomed(self, entries: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
        for entry in entries:
            mine = entry.origin == self._draft.generation_id
            if (self._prune or mine) and entry.document_id not in self._seen:
                yield entry

    def _stays(self, entry: LedgerEntry) -> bool:
        document = entry.document_id
        return not self._seen.usable(document) and (not self._prune or document in self._seen)
