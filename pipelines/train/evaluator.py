"""nDCG@10 on the development sets while training, by the evaluators of sentence-transformers."""

from pathlib import Path
from typing import Any

from sentence_transformers.base.evaluation import BaseEvaluator, SequentialEvaluator
from sentence_transformers.cross_encoder.evaluation import (
    CrossEncoderNanoBEIREvaluator,
    CrossEncoderRerankingEvaluator,
)
from sentence_transformers.sentence_transformer.evaluation import (
    InformationRetrievalEvaluator,
    NanoBEIREvaluator,
)
from sentence_transformers.sparse_encoder.evaluation import (
    SparseInformationRetrievalEvaluator,
    SparseNanoBEIREvaluator,
)

from pipelines.judged.develop_set import JudgedSet
from pipelines.judged.develop_sets import load_develop_sets
from pipelines.mine.bm25_lane import Bm25MiningLane
from pipelines.recipe import Recipe
from search_app.errors import UnavailableError

RERANK_QUERIES, RERANK_DEPTH = 100, 20
MEASURES: dict[str, list[int]] = {
    "mrr_at_k": [10],
    "ndcg_at_k": [10],
    "accuracy_at_k": [10],
    "precision_recall_at_k": [100],
    "map_at_k": [100],
}
RETRIEVAL: dict[str, Any] = {
    "dense": (InformationRetrievalEvaluator, NanoBEIREvaluator),
    "sparse": (SparseInformationRetrievalEvaluator, SparseNanoBEIREvaluator),
}


def develop_evaluator(recipe: Recipe, root: Path) -> BaseEvaluator | None:
    """Return what measures the recipe's development and NanoBEIR sets; None where it asks for none.

    Encoders search the passages of a development set; a cross-encoder reorders BM25's head of it.

    Args:
        recipe: With training.evaluate_steps.
        root: Where the development sets start.

    Raises:
        UnavailableError: When a NanoBEIR set cannot be fetched.
    """
    training = recipe.training
    if training is None or training.evaluate_steps is None or recipe.kind == "query-generator":
        return None
    sets = load_develop_sets(recipe, root)
    if recipe.kind == "cross-encoder":
        found: list[Any] = [_reranking(judged, training.batch_size) for judged in sets]
    else:
        found = [_retrieval(recipe.kind, judged, training.batch_size) for judged in sets]
    if training.nano_beir:
        found.append(_nano_beir(recipe.kind, training.nano_beir, training.batch_size))
    return SequentialEvaluator(found) if found else None


def _retrieval(kind: str, judged: JudgedSet, batch_size: int) -> BaseEvaluator:
    relevant = {name: {key for key, grade in row.items() if grade > 0} for name, row in judged.qrels.items()}
    corpus = dict(zip(judged.ids, judged.texts, strict=True))
    found: BaseEvaluator = RETRIEVAL[kind][0](
        judged.queries,
        corpus,
        relevant,
        name=_label(judged),
        batch_size=batch_size,
        write_csv=False,
        **MEASURES,
    )
    return found


def _reranking(judged: JudgedSet, batch_size: int) -> BaseEvaluator:
    texts = dict(zip(judged.ids, judged.texts, strict=True))
    names = list(judged.queries)[:RERANK_QUERIES]
    with Bm25MiningLane(texts.items()) as lane:
        heads = lane.search([judged.queries[name] for name in names], RERANK_DEPTH)
    samples: list[dict[str, Any]] = []
    for name, head in zip(names, heads, strict=True):
        positive = [texts[key] for key, grade in judged.qrels[name].items() if grade > 0 and key in texts]
        documents = [texts[key] for key, _ in head]
        if positive and documents:
            samples.append({"query": judged.queries[name], "positive": positive, "documents": documents})
    return CrossEncoderRerankingEvaluator(
        samples, always_rerank_positives=False, name=_label(judged), batch_size=batch_size, write_csv=False
    )


def _nano_beir(kind: str, names: list[str], batch_size: int) -> BaseEvaluator:
    make = CrossEncoderNanoBEIREvaluator if kind == "cross-encoder" else RETRIEVAL[kind][1]
    try:
        found: BaseEvaluator = make(names, batch_size=batch_size, write_csv=False)
    except (OSError, ValueError) as error:
        raise UnavailableError(
            f"NanoBEIR {', '.join(names)} cannot be read ({str(error).splitlines()[0][:120]})",
            "a hub that can be reached, and names of its sets",
            "take training.nano_beir out of the recipe to train without",
        ) from error
    return found


def _label(judged: JudgedSet) -> str:
    return judged.name.split(" (", 1)[0].replace(" ", "-")
