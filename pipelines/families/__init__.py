"""The kinds of models that recipes train: one folder each, behind `ModelFamily`."""

from collections.abc import Mapping

from pipelines.families import cross_encoder, dense, query_generator, sparse
from pipelines.families.family import ExportedGraph, ModelFamily, Serving

FAMILIES: Mapping[str, ModelFamily] = {
    family.name: family
    for family in (dense.FAMILY, sparse.FAMILY, cross_encoder.FAMILY, query_generator.FAMILY)
}

__all__ = ["FAMILIES", "ExportedGraph", "ModelFamily", "Serving"]
