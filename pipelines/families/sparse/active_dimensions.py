"""How many terms the sparse vectors have, and a stop when they collapse."""

from typing import Any

import torch
from sentence_transformers import SparseEncoder
from sentence_transformers.sparse_encoder.modules import SparseAutoEncoder
from torch import Tensor, nn
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from pipelines.architectures.lexical_head import LexicalHead
from pipelines.architectures.max_pooled_logits import MaxPooledLogits
from search_app.errors import SearchAppError

PATIENCE = 20
HEADS = (LexicalHead, MaxPooledLogits, SparseAutoEncoder)


class ActiveDimensions(TrainerCallback):
    """Adds `active_dimensions` and `flops` to the log; stops a run whose vectors are nearly empty or full.

    Args:
        model: The encoder in training.
        low: Active dimensions per passage that count as empty.
        high: Active dimensions per passage that count as full.
        warmup: Share of the steps in which the regulariser grows. Until then vectors may be full: a
            masked-LM head starts with thousands of terms, and thinning them out is what it is there for.
    """

    def __init__(self, model: SparseEncoder, low: int, high: int, warmup: float = 0.0) -> None:
        self._low, self._high, self._warmup = low, high, warmup
        self._active = self._flops = 0.0
        self._bad = 0
        for module in model.modules():
            if isinstance(module, HEADS):
                module.register_forward_hook(self._watch)

    def _watch(self, module: nn.Module, inputs: Any, features: dict[str, Tensor]) -> None:
        vectors = features["sentence_embedding"].detach()
        self._active = float((vectors > 0).sum(dim=1).float().mean())
        self._flops = float(torch.sum(vectors.mean(dim=0) ** 2))

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Count steps outside the bounds.

        Raises:
            SearchAppError: After 20 of them in a row.
        """
        grown = state.global_step > self._warmup * state.max_steps
        inside = self._low <= self._active and (self._active <= self._high or not grown)
        self._bad = 0 if inside else self._bad + 1
        if self._bad >= PATIENCE:
            raise SearchAppError(
                f"step {state.global_step}: the sparse vectors have {self._active:.0f} active dimensions",
                f"between {self._low} and {self._high}",
                "change sparse.document_flops (lower when empty, higher when full) and start again",
            )

    def on_log(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Put the figures into the line being logged."""
        logs = kwargs.get("logs")
        if logs is not None and "loss" in logs:
            logs["active_dimensions"] = round(self._active, 1)
            logs["flops"] = round(self._flops, 3)
            if state.log_history:
                state.log_history[-1].update(active_dimensions=self._active, flops=self._flops)
