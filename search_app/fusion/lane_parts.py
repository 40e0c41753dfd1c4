"""What every lane gives to every passage, before it is added up."""

from collections.abc import Mapping, Sequence

from search_app.fusion.order import ordered
from search_app.records import Hit, Ranking

LaneParts = Mapping[str, Mapping[str, float]]
"""{passage id: {lane: summand of the fused score}}; a lane that did not return the passage is left out."""


def lane_weight(ranking: Ranking, weights: Mapping[str, float]) -> float:
    """Return the factor of a ranking's lane; a lane that is not named counts 1."""
    return weights.get(ranking.lane, 1.0)


def parts_by_passage(rankings: Sequence[Ranking], values: Sequence[Sequence[float]]) -> LaneParts:
    """Turn one list of values per ranking, aligned with its hits, into parts by passage."""
    parts: dict[str, dict[str, float]] = {}
    for ranking, given in zip(rankings, values, strict=True):
        for hit, value in zip(ranking.hits, given, strict=True):
            lanes = parts.setdefault(hit.passage_id, {})
            lanes[ranking.lane] = lanes.get(ranking.lane, 0.0) + value
    return parts


def summed(parts: LaneParts) -> list[Hit]:
    """Return the fused ranking: the sums of the parts, best first."""
    return ordered({passage_id: sum(lanes.values()) for passage_id, lanes in parts.items()})
