"""One generation of a collection, open for searching."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from search_app.engine.models import Models
from search_app.errors import MismatchError
from search_app.lanes import KINDS
from search_app.protocols import Lane, LexicalSearcher, VectorStore


class OpenGeneration:
    """A vector store and a Lucene index of the same generation. Thread-safe.

    Args:
        name: Name of the collection.
        generation_id: Which of its generations.
        fingerprints: {"dense": ..., "sparse": ...} of the models that made the vectors.
        store: The vectors, open.
        open_lexical: Opens the Lucene index; called at most once, when BM25 is first asked for, because
            it starts the Java machine.
    """

    def __init__(
        self,
        name: str,
        generation_id: str,
        fingerprints: Mapping[str, str],
        store: VectorStore,
        open_lexical: Callable[[], LexicalSearcher],
    ) -> None:
        self.name = name
        self.generation_id = generation_id
        self.store = store
        self._fingerprints = fingerprints
        self._open_lexical = open_lexical
        self._lexical: LexicalSearcher | None = None
        self._lock = threading.Lock()

    def lexical(self) -> LexicalSearcher:
        """Return the searcher of the Lucene index, opened on first use."""
        with self._lock:
            if self._lexical is None:
                self._lexical = self._open_lexical()
            return self._lexical

    def lane(self, name: str, models: Models, options: Any = None) -> Lane:
        """Return one of `search_app.lanes.LANES` ready to search, loading what it needs.

        Args:
            name: Its name.
            models: Where the encoders come from.
            options: What it is asked with; None for those of its kind.

        Raises:
            MismatchError: When the loaded model is not the one that encoded this generation.
        """
        kind = KINDS[name]
        return kind.open(self, models, kind.options if options is None else options)

    def encoded_by(self, lane: str, fingerprint: str) -> bool:
        """Whether the generation's vectors of a lane were made by the model of this fingerprint."""
        return self._fingerprints.get(lane) == fingerprint

    def check_encoder(self, lane: str, fingerprint: str) -> None:
        """Raise `MismatchError` unless a lane's vectors were made by the model of this fingerprint."""
        if not self.encoded_by(lane, fingerprint):
            stored = self._fingerprints.get(lane)
            raise MismatchError(
                f"collection {self.name!r} holds {lane} vectors of model {str(stored)[:12]}",
                f"the loaded model {fingerprint[:12]}",
                f"ingest it again with --recreate, or set SEARCH_APP_{lane.upper()}_BUNDLE to its model",
            )

    def close(self) -> None:
        """Release the index and the store."""
        with self._lock:
            if self._lexical is not None:
                self._lexical.close()
        self.store.close()
