"""Pure functions from several rankings to one."""

from search_app.fusion.blend import blend
from search_app.fusion.normalise import min_max
from search_app.fusion.reciprocal_rank import reciprocal_rank_fusion
from search_app.fusion.weighted import weighted_fusion

__all__ = ["blend", "min_max", "reciprocal_rank_fusion", "weighted_fusion"]
