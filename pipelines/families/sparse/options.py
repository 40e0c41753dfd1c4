"""The table [sparse] of a recipe."""

from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, PositiveInt

from pipelines.families.options import FamilyOptions
from pipelines.recipe_sections import Share


class SparseOptions(FamilyOptions):
    """The sparse encoder's head, loss and regulariser (Formal et al. 2021; Paria et al. 2020).

    Attributes:
        head: "lexical" (`pipelines.architectures.lexical_head`), "mlm" (SPLADE on a masked-LM head) or "csr"
            (a sparse autoencoder on the pooled vector, Wen et al. 2025).
        loss: "in-batch" or "margin-mse".
        inference_free: Queries weigh their tokens by a table. The lexical head has no other form; "csr" has
            none of this one.
        document_flops: Weight of the passages' FLOPS regulariser.
        query_flops: Weight of the queries' FLOPS regulariser; a table of weights needs none.
        latents: Size of a CSR vector.
        latents_active: Entries of a CSR vector that are not zero.
    """

    head: Literal["lexical", "mlm", "csr"] = "lexical"
    loss: Literal["in-batch", "margin-mse"] = "in-batch"
    inference_free: bool = True
    query_flops: Annotated[float, Field(ge=0.0)] = 0.0
    latents: PositiveInt = 4096
    latents_active: PositiveInt = 64
    document_flops: Annotated[float, Field(ge=0.0)] = 1e-3
    flops_warmup: Share = 0.3
    score_scale: PositiveFloat = 1.0
    prior: float = 1.0
    frequency: float = 1.0
    length: float = 0.4
    expansion_scale: PositiveFloat = 4.0
    expansion_bias: float = -1.4
    max_active: PositiveInt = 2000
    min_active: PositiveInt = 2
