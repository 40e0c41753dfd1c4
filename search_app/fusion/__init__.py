"""Pure functions from several rankings to one."""

from search_app.fusion.blend import blend
from search_app.fusion.blend_rule import RERANK_SCALES, BlendRule, RerankScale
from search_app.fusion.lane_parts import LaneParts, summed
from search_app.fusion.method import FUSION_METHODS, FusionMethod, fuse, fusion_parts
from search_app.fusion.normalise import min_max
from search_app.fusion.reciprocal_rank import reciprocal_rank_fusion
from search_app.fusion.score_steps import score_steps
from search_app.fusion.weighted import weighted_fusion, z_score_fusion

__all__ = [
    "FUSION_METHODS",
    "RERANK_SCALES",
    "BlendRule",
    "FusionMethod",
    "LaneParts",
    "RerankScale",
    "blend",
    "fuse",
    "fusion_parts",
    "min_max",
    "reciprocal_rank_fusion",
    "score_steps",
    "summed",
    "weighted_fusion",
    "z_score_fusion",
]
