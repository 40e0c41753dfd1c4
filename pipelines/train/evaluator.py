"""nDCG@10 on the development sets while training, by the evaluators of sentence-transformers."""

from collections.abc import Callable
from typing import Any

from sentence_transformers.base.evaluation import BaseEvaluator, SequentialEvaluator

from pipelines.judged.develop_set import JudgedSet
from pipelines.judged.develop_sets import load_develop_sets
from pipelines.plan import Plan
from search_app.errors import UnavailableError, first_line

MEASURES: dict[str, list[int]] = {
    "mrr_at_k": [10],
    "ndcg_at_k": [10],
    "accuracy_at_k": [10],
    "precision_recall_at_k": [100],
    "map_at_k": [100],
}


def develop_evaluator(plan: Plan) -> BaseEvaluator | None:
    """Return what measures the recipe's development and NanoBEIR sets; None where it asks for none.

    Raises:
        UnavailableError: When a NanoBEIR set cannot be fetched.
    """
    training = plan.recipe.training
    if training is None or training.evaluate_steps is None:
        return None
    sets = load_develop_sets(plan.recipe, plan.root)
    found: list[Any] = [plan.family.evaluator(judged, training.batch_size) for judged in sets]
    if training.nano_beir:
        found.append(_nano_beir(plan, training.nano_beir, training.batch_size))
    found = [each for each in found if each is not None]
    return SequentialEvaluator(found) if found else None


def retrieval_evaluator(
    make: Callable[..., BaseEvaluator], judged: JudgedSet, batch_size: int
) -> BaseEvaluator:
    """Search the passages of a set with an evaluator of encoders."""
    relevant = {name: {key for key, grade in row.items() if grade > 0} for name, row in judged.qrels.items()}
    corpus = dict(zip(judged.ids, judged.texts, strict=True))
    return make(
        judged.queries,
        corpus,
        relevant,
        name=set_label(judged),
        batch_size=batch_size,
        write_csv=False,
        **MEASURES,
    )


def set_label(judged: JudgedSet) -> str:
    """The set's name in curves."""
    return judged.name.split(" (", 1)[0].replace(" ", "-")


def _nano_beir(plan: Plan, names: list[str], batch_size: int) -> BaseEvaluator | None:
    try:
        return plan.family.nano_beir(names, batch_size)
    except (OSError, ValueError) as error:
        raise UnavailableError(
            f"NanoBEIR {', '.join(names)} cannot be read ({first_line(error, 120)})",
            "a hub that can be reached, and names of its sets",
            "take training.nano_beir out of the recipe to train without",
        ) from error
