"""One training: data, negatives, scores, model, trainer, curves, manifest."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.data.mixture import load_mixture
from pipelines.data.query_window import cut_queries
from pipelines.distil.score_pairs import score_mixture
from pipelines.distil.teacher_vectors import VECTORS, write_vectors
from pipelines.recipe import Recipe, Training, recipe_hash
from pipelines.runs.curves import write_curves
from pipelines.runs.folder import RunFolder
from pipelines.runs.receipt import make_receipt
from pipelines.starts import locate_starts
from pipelines.train.backbone import backbone_of
from pipelines.train.evaluator import develop_evaluator
from pipelines.train.memory import check_memory, told_when_memory_ends
from pipelines.train.negatives import with_negatives
from pipelines.train.start import load_starts
from pipelines.train.targets import EMBEDDING, chosen_loss


def train_once(
    recipe: Recipe, path: Path, root: Path, base_model: str, folder: RunFolder, finish: bool = True
) -> None:
    """Train into a run folder, or go on from its last checkpoint.

    Args:
        recipe: What to train.
        path: Its file, kept in the folder.
        root: Where its paths start.
        base_model: Folder or hub id.
        folder: The run folder.
        finish: Write the manifest; without it more steps are to follow.
    """
    folder.start(path, make_receipt(recipe, recipe_hash(path), root))
    said = folder.trained() if folder.model.is_dir() else {}
    if not said:
        fit = _average if recipe.training is None else _fit
        said = fit(recipe, root, base_model, folder)
        folder.keep_trained(said)
    if finish:
        folder.finish(said)


def _fit(recipe: Recipe, root: Path, base_model: str, folder: RunFolder) -> dict[str, Any]:
    sources = with_negatives(recipe, root, folder.path)
    teachers = recipe.distillation.teachers if recipe.distillation else []
    mixture = load_mixture(sources, root, recipe.seed)
    if chosen_loss(recipe) != EMBEDDING:
        mixture = score_mixture(mixture, teachers, root, folder.path / "scores")
    texts = [pair.positive for pairs in mixture.values() for pair in pairs]
    build, make_trainer = _kind(recipe)
    window = (recipe.training or Training()).query_tokens
    starts = locate_starts(recipe, root)
    model = load_starts(recipe, starts, root) if starts else build(recipe, base_model, texts)
    if recipe.kind in ("dense", "sparse"):
        mixture = cut_queries(mixture, model.tokenizer, window)
    check_memory(recipe, backbone_of(model), mixture, model.tokenizer)
    if chosen_loss(recipe) == EMBEDDING:
        passage_window = (recipe.training or Training()).passage_tokens
        write_vectors(mixture, teachers[0], root, passage_window, folder.path / VECTORS)
    evaluator = develop_evaluator(recipe, root)
    trainer = make_trainer(recipe, model, mixture, folder.path, evaluator)
    _train(trainer, folder.last_checkpoint())
    model.save(str(folder.model))
    write_curves(trainer.state.log_history, folder.path)
    pairs = {name: len(rows) for name, rows in mixture.items()}
    # The trainer's own mean forgets what was before a resume; the logged steps are all there.
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    loss = float(np.mean(losses)) if losses else None
    return {"steps": trainer.state.global_step, "training_loss": loss, "pairs": pairs}


def _average(recipe: Recipe, root: Path, base_model: str, folder: RunFolder) -> dict[str, Any]:
    model = load_starts(recipe, locate_starts(recipe, root), root)
    model.save(str(folder.model))
    write_curves([], folder.path)
    return {"steps": 0, "training_loss": None, "pairs": {}}


def _train(trainer: Any, last: Path | None) -> None:
    """Train, from a checkpoint on if there is one.

    A run that was killed between its last checkpoint and the saved model has nothing left to train; the
    trainer would make one more step.
    """
    from transformers import TrainerState

    state = TrainerState.load_from_json(str(last / "trainer_state.json")) if last else None
    if last is not None and state is not None and state.global_step >= state.max_steps:
        trainer._load_from_checkpoint(str(last))
        trainer.state = state
    else:
        with told_when_memory_ends():
            trainer.train(resume_from_checkpoint=str(last) if last else None)


def _kind(recipe: Recipe) -> tuple[Callable[..., Any], Callable[..., Any]]:
    if recipe.kind == "dense":
        from pipelines.train.dense import build_dense_encoder, train_dense

        return build_dense_encoder, train_dense
    if recipe.kind == "sparse":
        from pipelines.train.sparse import build_sparse_encoder, train_sparse

        return build_sparse_encoder, train_sparse
    if recipe.kind == "query-generator":
        from pipelines.train.query_generator import build_query_generator, train_query_generator

        return build_query_generator, train_query_generator
    from pipelines.train.cross_encoder import build_cross_encoder, train_cross_encoder

    return build_cross_encoder, train_cross_encoder
