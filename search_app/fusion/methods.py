"""The fusion methods a profile can name."""

from collections.abc import Mapping

from search_app.fusion import reciprocal_rank, weighted, z_score
from search_app.fusion.method import FusionMethod

METHODS: Mapping[str, FusionMethod] = {
    method.name: method for method in (reciprocal_rank.METHOD, weighted.METHOD, z_score.METHOD)
}
FUSION_METHODS = tuple(METHODS)
