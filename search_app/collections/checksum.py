"""A checksum over everything the vector store holds of a document."""

import hashlib
import json
from collections.abc import Iterable, Mapping

import numpy as np

from search_app.protocols import StoredPassage
from search_app.records import EncodedPassage, MetadataValue


def document_checksum(passages: Iterable[EncodedPassage | StoredPassage]) -> bytes:
    """Return 16 bytes over texts, offsets, metadata and both vectors of a document's passages.

    Args:
        passages: In the order of their ordinals, all with their vectors; both engines give float32 vectors
            back bit by bit, quantised or not, because they keep the originals.
    """
    digest = hashlib.blake2b(digest_size=16)
    for entry in passages:
        passage = entry.passage
        fields = [passage.document_id, passage.ordinal, passage.start, passage.end, passage.title]
        text = json.dumps([*fields, passage.text, _metadata(passage.metadata)], sort_keys=True)
        parts = [text.encode(), _bytes(entry.dense, "<f4")]
        if entry.sparse is not None:
            parts += [_bytes(entry.sparse.indices, "<u4"), _bytes(entry.sparse.values, "<f4")]
        for part in parts:
            digest.update(len(part).to_bytes(8, "little"))
            digest.update(part)
    return digest.digest()


def _bytes(values: "np.ndarray[tuple[int, ...], np.dtype[np.generic]] | None", kind: str) -> bytes:
    return b"" if values is None else np.ascontiguousarray(values, dtype=kind).tobytes()


def _metadata(metadata: Mapping[str, MetadataValue]) -> dict[str, object]:
    # An engine may hand a float back as the integer it equals, or one unit in the last place off.
    return {name: f"{value:.12g}" if _is_number(value) else value for name, value in metadata.items()}


def _is_number(value: MetadataValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
