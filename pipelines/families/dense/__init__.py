"""Bi-encoders: a vector per text, compared by inner product."""

from pipelines.families.dense.family import DenseFamily

FAMILY = DenseFamily()
