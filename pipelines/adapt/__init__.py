"""Domain adaptation of the dense encoder to a collection without judgements (GPL, Wang et al. 2022)."""

from pipelines.adapt.adapt import Adaptation, adapt

__all__ = ["Adaptation", "adapt"]
