"""After a change of one model, only its lane is encoded anew: the other lane's vectors are taken over."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.ingest.encoding_models import BatchEncoder, EncodingModels, TitleCutter
from pipelines.ingest.progress import Progress
from search_app.collections.generation import Generation
from search_app.collections.model_identity import fingerprints
from search_app.errors import SearchAppError
from search_app.protocols import StoredPassage, VectorStore
from search_app.records import EncodedPassage, Passage
from search_app.stores import VectorHost
from search_app.stores.edge_memory import release_mapped
from search_app.text.matching import MATCHING

_UNREADABLE = "The stored vectors cannot be read, both lanes are encoded: {}"


class KeptVectors:
    """A `BatchEncoder` that encodes one lane, and of the other what is not stored yet.

    Args:
        encoder: Encodes what has to be.
        store: What the collection holds; read from, never written.
        folder: Where it lies, if it is embedded; its mapped pages are given back after each call.
        kept: The lane whose model has not changed.
        changed: The other one.
        progress: Hears when the store cannot be read; everything is encoded from then on.
    """

    def __init__(
        self,
        encoder: BatchEncoder,
        store: VectorStore,
        folder: Path,
        kept: str,
        changed: str,
        progress: Progress,
    ) -> None:
        self._encoder, self._folder, self._kept, self._changed = encoder, folder, kept, changed
        self._store: VectorStore | None = store
        self._progress = progress

    def encode(self, passages: Sequence[Passage]) -> list[EncodedPassage]:
        """See `BatchEncoder`."""
        stored = self._stored(passages)
        missing = [passage for passage in passages if passage.id not in stored]
        fresh = iter(self._encoder.encode_lane(self._kept, missing) if missing else ())
        taken = [stored[p.id] if p.id in stored else next(fresh) for p in passages]
        made = self._encoder.encode_lane(self._changed, passages)
        pairs = zip(passages, taken, made, strict=True)
        return [EncodedPassage(p, **{self._kept: old, self._changed: new}) for p, old, new in pairs]

    def encode_lane(self, lane: str, passages: Sequence[Passage]) -> list[Any]:
        """See `BatchEncoder`."""
        return self._encoder.encode_lane(lane, passages)

    def cuts_title(self, passage: Passage) -> bool:
        """See `TitleCutter`."""
        return isinstance(self._encoder, TitleCutter) and self._encoder.cuts_title(passage)

    def _stored(self, passages: Sequence[Passage]) -> dict[str, Any]:
        """{passage id: kept vector} of the passages whose text has not changed."""
        if self._store is None:
            return {}
        try:
            found = self._store.retrieve([passage.id for passage in passages], with_vectors=True)
        except SearchAppError as error:
            self._store = None
            self._progress.note(_UNREADABLE.format(error))
            return {}
        release_mapped(self._folder)
        texts = {passage.id: passage.full_text for passage in passages}
        return {
            entry.passage.id: vector
            for entry in found
            if entry.passage.full_text == texts[entry.passage.id]
            and (vector := _vector(entry, self._kept)) is not None
        }


@contextmanager
def keeping_vectors(
    models: EncodingModels, replaced: Generation | None, host: VectorHost, progress: Progress
) -> Iterator[EncodingModels]:
    """Lend the models, taking over the vectors of a generation that shares exactly one of them.

    With the same models a collection is made anew because something is wrong with it, so nothing is taken
    over then.

    Args:
        models: What to encode with.
        replaced: The generation to be replaced, or None.
        host: Opens its vectors.
        progress: Hears what is done.
    """
    same = _shared(fingerprints(replaced.manifest.models), models.fingerprints) if replaced else set()
    # Vectors from before texts were normalised are those of other texts, here and there.
    alike = replaced is not None and replaced.manifest.matching == MATCHING
    store = _open(replaced, host, progress) if replaced and alike and len(same) == 1 else None
    if store is None or replaced is None:
        yield models
        return
    folder = replaced.vectors_path
    (kept,) = same
    (changed,) = models.fingerprints.keys() - same
    progress.note(
        f"The model of the {kept} lane is the same: its vectors of unchanged passages are taken over."
    )
    with closing(store):
        yield replace(models, encoder=KeptVectors(models.encoder, store, folder, kept, changed, progress))


def _shared(stored: Mapping[str, str], given: Mapping[str, str]) -> set[str]:
    return {lane for lane, fingerprint in given.items() if stored.get(lane) == fingerprint}


def _open(replaced: Generation, host: VectorHost, progress: Progress) -> VectorStore | None:
    try:
        return replaced.open_vectors(host)
    except SearchAppError as error:
        progress.note(_UNREADABLE.format(error))
        return None


def _vector(entry: StoredPassage, lane: str) -> Any:
    return entry.dense if lane == "dense" else entry.sparse
