"""The dense lane."""

from search_app.lanes.dense.lane import DenseLane
from search_app.lanes.dense.word_shares import DENSE
from search_app.lanes.generation import Encoders, Searched
from search_app.lanes.kind import LaneKind, LaneWords


def _open(generation: Searched, encoders: Encoders, _: None) -> DenseLane:
    encoder = encoders.dense()
    generation.check_encoder(DENSE, encoder.fingerprint)
    return DenseLane(encoder, generation.store)


WORDS = LaneWords("Dense", "Compares the meaning of the question with the meaning of the passage.")
KIND = LaneKind(DENSE, WORDS, _open)

__all__ = ["DENSE", "KIND", "DenseLane"]
