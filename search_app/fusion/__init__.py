"""Pure functions from several rankings to one."""

from search_app.fusion.lane_parts import LaneParts, summed
from search_app.fusion.method import FUSION_METHODS, fuse, fusion_parts
from search_app.fusion.normalise import min_max, softmax
from search_app.fusion.order import ordered
from search_app.fusion.reciprocal_rank import reciprocal_rank_fusion
from search_app.fusion.rule import FusionRule
from search_app.fusion.weighted import weighted_fusion, z_score_fusion

__all__ = [
    "FUSION_METHODS",
    "FusionRule",
    "LaneParts",
    "fuse",
    "fusion_parts",
    "min_max",
    "ordered",
    "reciprocal_rank_fusion",
    "softmax",
    "summed",
    "weighted_fusion",
    "z_score_fusion",
]
