"""One training: data, negatives, scores, model, trainer, curves, manifest."""

from pathlib import Path
from typing import Any

import numpy as np

from pipelines.data.mixture import load_mixture
from pipelines.data.query_window import cut_queries
from pipelines.distil.score_pairs import score_mixture
from pipelines.distil.teacher_vectors import VECTORS, write_vectors
from pipelines.families import ModelFamily
from pipelines.plan import Plan
from pipelines.recipe import Training
from pipelines.runs.curves import write_curves
from pipelines.runs.folder import RunFolder
from pipelines.runs.receipt import make_receipt
from pipelines.train.backbone import backbone_of
from pipelines.train.evaluator import develop_evaluator
from pipelines.train.memory import check_memory, told_when_memory_ends
from pipelines.train.negatives import with_negatives
from pipelines.train.start import load_starts
from pipelines.train.targets import EMBEDDING


def train_once(plan: Plan, folder: RunFolder, finish: bool = True) -> None:
    """Train into a run folder, or go on from its last checkpoint.

    Args:
        plan: What to train; its file is kept in the folder.
        folder: The run folder.
        finish: Write the manifest; without it more steps are to follow.
    """
    folder.start(plan.path, make_receipt(plan))
    said, training = folder.trained() if folder.model.is_dir() else {}, plan.recipe.training
    if not said:
        said = _average(plan, folder) if training is None else _fit(plan, training, folder)
        folder.keep_trained(said)
    if finish:
        folder.finish(said)


def _fit(plan: Plan, training: Training, folder: RunFolder) -> dict[str, Any]:
    recipe, root, family = plan.recipe, plan.root, plan.family
    sources = with_negatives(plan, folder.path)
    teachers = recipe.distillation.teachers if recipe.distillation else []
    mixture = load_mixture(sources, root, recipe.seed)
    if recipe.options.loss != EMBEDDING:
        mixture = score_mixture(mixture, teachers, root, folder.path / "scores")
    texts = [pair.positive for pairs in mixture.values() for pair in pairs]
    model = load_starts(plan) if plan.starts else family.build(recipe, plan.base_model, texts)
    if family.retrieves:
        mixture = cut_queries(mixture, model.tokenizer, training.query_tokens)
    check_memory(recipe, backbone_of(model), mixture, model.tokenizer)
    if recipe.options.loss == EMBEDDING:
        write_vectors(mixture, teachers[0], root, training.passage_tokens, folder.path / VECTORS)
    trainer = family.trainer(recipe, model, mixture, folder.path, develop_evaluator(plan))
    model, state = _train(family, model, trainer, folder.last_checkpoint())
    model.save(str(folder.model))
    write_curves(state.log_history, folder.path)
    pairs = {name: len(rows) for name, rows in mixture.items()}
    # The trainer's own mean forgets what was before a resume; the logged steps are all there.
    losses = [entry["loss"] for entry in state.log_history if "loss" in entry]
    loss = float(np.mean(losses)) if losses else None
    return {"steps": state.global_step, "training_loss": loss, "pairs": pairs}


def _average(plan: Plan, folder: RunFolder) -> dict[str, Any]:
    model = load_starts(plan)
    model.save(str(folder.model))
    write_curves([], folder.path)
    return {"steps": 0, "training_loss": None, "pairs": {}}


def _train(family: ModelFamily, model: Any, trainer: Any, last: Path | None) -> tuple[Any, Any]:
    """Train, from a checkpoint on if there is one; return the model and the trainer's state.

    A run that was killed between its last checkpoint and the saved model has nothing left to train; the
    trainer would make one more step.
    """
    from transformers import TrainerState

    state = TrainerState.load_from_json(str(last / "trainer_state.json")) if last else None
    if last is not None and state is not None and state.global_step >= state.max_steps:
        return family.load(last), state
    with told_when_memory_ends():
        trainer.train(resume_from_checkpoint=str(last) if last else None)
    return model, trainer.state
