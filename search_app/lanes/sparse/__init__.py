"""The learned sparse lane."""

from search_app.lanes.generation import Encoders, Searched
from search_app.lanes.kind import LaneKind, LaneWords
from search_app.lanes.sparse.entry_products import SPARSE
from search_app.lanes.sparse.lane import SparseLane


def _open(generation: Searched, encoders: Encoders, _: None) -> SparseLane:
    encoder = encoders.sparse()
    generation.check_encoder(SPARSE, encoder.fingerprint)
    return SparseLane(encoder, generation.store)


WORDS = LaneWords(
    "Sparse",
    "Compares weighted words; a trained model also adds related words that are not in the text.",
)
KIND = LaneKind(SPARSE, WORDS, _open)

__all__ = ["KIND", "SPARSE", "SparseLane"]
