"""A recipe's training table in the words of the trainers."""

from pathlib import Path
from typing import Any, TypeVar

import torch
from sentence_transformers.base.sampler import BatchSamplers, MultiDatasetBatchSamplers
from transformers import TrainingArguments

from pipelines.recipe import Recipe, Training

Arguments = TypeVar("Arguments", bound=TrainingArguments)


def training_arguments(
    kind: type[Arguments], recipe: Recipe, folder: Path, pointwise: bool = False, **more: Any
) -> Arguments:
    """Return the arguments of a trainer of sentence-transformers.

    Args:
        kind: Of arguments.
        recipe: With [training].
        folder: Takes the checkpoints.
        pointwise: Whether each pair has a label of its own. In-batch negatives must not repeat a passage;
            such pairs may.
        more: Further arguments.
    """
    training = recipe.training or Training()
    if training.head_learning_rate is not None:
        more["learning_rate_mapping"] = {HEAD_PARAMETERS: training.head_learning_rate}
    if training.evaluate_steps is not None and (recipe.develop or training.nano_beir):
        more |= {"eval_strategy": "steps", "eval_steps": training.evaluate_steps}
    samplers: dict[str, Any] = {
        "batch_sampler": BatchSamplers.BATCH_SAMPLER if pointwise else BatchSamplers.NO_DUPLICATES,
        "multi_dataset_batch_sampler": MultiDatasetBatchSamplers.PROPORTIONAL,
    }
    return kind(**plain_arguments(recipe, folder), **samplers, **more)


def plain_arguments(recipe: Recipe, folder: Path) -> dict[str, Any]:
    """What every trainer of transformers takes; checkpoints go to `folder`/checkpoints."""
    training = recipe.training or Training()
    return {
        "output_dir": str(folder / "checkpoints"),
        "num_train_epochs": training.epochs,
        "max_steps": training.max_steps,
        "per_device_train_batch_size": training.batch_size,
        "gradient_accumulation_steps": training.gradient_accumulation,
        "learning_rate": training.learning_rate,
        "warmup_steps": training.warmup_ratio,
        "weight_decay": training.weight_decay,
        "bf16": training.precision == "bf16",
        "fp16": training.precision == "fp16",
        "use_cpu": not torch.cuda.is_available(),
        "seed": recipe.seed,
        "data_seed": recipe.seed,
        "save_steps": training.save_steps,
        "save_total_limit": 3,
        "logging_steps": training.log_steps,
        "logging_first_step": True,
        "report_to": "none",
    }


HEAD_PARAMETERS = r"sub_modules\.(query\.|document\.1\.(prior|bias|frequency|length|scale)$)"
"""Tables and scalars of the sparse encoder, by name: they start far from where they end."""
