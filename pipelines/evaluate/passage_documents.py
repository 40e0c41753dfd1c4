"""Which document each passage id belongs to, for a whole collection in little memory."""

import uuid
from array import array
from collections.abc import Iterable, Sequence

import numpy as np

from search_app.collections.ledger import LedgerEntry
from search_app.records import passage_id


class PassageDocuments:
    """Looks up documents by passage ids: some 30 bytes a passage, and the documents' ids.

    A dictionary of strings would take seven times that; MS MARCO has 8.8 million passages.

    Args:
        entries: The collection's ledger.
    """

    def __init__(self, entries: Iterable[LedgerEntry]) -> None:
        high, low, owner = array("Q"), array("Q"), array("I")
        self._ids = bytearray()
        ends = array("Q", [0])
        for number, entry in enumerate(entries):
            self._ids += entry.document_id.encode("utf-8")
            ends.append(len(self._ids))
            for ordinal in range(entry.passages):
                whole = uuid.UUID(passage_id(entry.document_id, ordinal)).int
                high.append(whole >> 64)
                low.append(whole & (2**64 - 1))
                owner.append(number)
        keys = np.array(high, dtype=np.uint64)
        order = np.argsort(keys, kind="stable")
        self._high = keys[order]
        self._low = np.array(low, dtype=np.uint64)[order]
        self._owner = np.array(owner, dtype=np.uint32)[order]
        self._ends = np.array(ends, dtype=np.uint64)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def of(self, passage_ids: Sequence[str]) -> list[str]:
        """Return the document of each passage; raises `KeyError` for one that is not of this collection."""
        halves = np.frombuffer(bytes.fromhex("".join(passage_ids).replace("-", "")), dtype=">u8")
        high, low = halves[0::2].astype(np.uint64), halves[1::2].astype(np.uint64)
        places = np.searchsorted(self._high, high)
        fine = places < self._high.size
        fine[fine] &= self._high[places[fine]] == high[fine]
        fine[fine] &= self._low[places[fine]] == low[fine]
        if not bool(fine.all()):
            raise KeyError(passage_ids[int(np.argmin(fine))])
        return [self._name(number) for number in self._owner[places].tolist()]

    def _name(self, number: int) -> str:
        return bytes(self._ids[int(self._ends[number]) : int(self._ends[number + 1])]).decode("utf-8")

    def has(self, document_ids: Iterable[str]) -> list[bool]:
        """Return for each document id whether the collection holds its first passage."""
        found = []
        for identifier in document_ids:
            whole = uuid.UUID(passage_id(identifier, 0)).int
            place = int(np.searchsorted(self._high, np.uint64(whole >> 64)))
            found.append(place < self._high.size and int(self._high[place]) == whole >> 64)
        return found
