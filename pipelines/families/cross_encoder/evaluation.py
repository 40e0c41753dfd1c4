"""nDCG@10 of a reordered head while a cross-encoder trains."""

from typing import Any

from sentence_transformers.cross_encoder.evaluation import CrossEncoderRerankingEvaluator

from pipelines.judged.develop_set import JudgedSet
from pipelines.mine.bm25_lane import Bm25MiningLane
from pipelines.train.evaluator import set_label

RERANK_QUERIES, RERANK_DEPTH = 100, 20


def reranking_evaluator(judged: JudgedSet, batch_size: int) -> CrossEncoderRerankingEvaluator:
    """Reorder the head that BM25 finds, for the first queries."""
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
        samples, always_rerank_positives=False, name=set_label(judged), batch_size=batch_size, write_csv=False
    )
