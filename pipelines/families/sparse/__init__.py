"""Learned sparse encoders: SPLADE, the lexical head and CSR."""

from pipelines.families.sparse.family import SparseFamily

FAMILY = SparseFamily()
