"""Pure functions from several rankings to one."""

from search_app.fusion.lane_parts import LaneParts, summed
from search_app.fusion.method import FusionMethod
from search_app.fusion.methods import FUSION_METHODS, METHODS
from search_app.fusion.normalise import min_max, softmax
from search_app.fusion.order import ordered
from search_app.fusion.rule import SERVED_WEIGHTS, FusionRule

__all__ = [
    "FUSION_METHODS",
    "METHODS",
    "SERVED_WEIGHTS",
    "FusionMethod",
    "FusionRule",
    "LaneParts",
    "min_max",
    "ordered",
    "softmax",
    "summed",
]
