"""The words behind the standing of one passage, whether it was shown or not."""

from dataclasses import replace

from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.explain.explainer import explain_reranking, explain_results
from search_app.records import Query, Result, WhyReport


def explain_report(
    query: Query, report: WhyReport, generation: OpenGeneration, models: Models, bm25_pairs: float = 0.0
) -> Result | None:
    """Return the passage of a report as a result with the contributions of every lane and of the reranker.

    A document that was dropped is explained by the scores it has all the same. The cross-encoder is run up
    to 64 times, where it had read the passage.

    Args:
        query: The question the report answers.
        report: About one document; None is returned for an unknown one.
        generation: The one that answered.
        models: Where encoders and the reranker come from.
        bm25_pairs: What the BM25 lane was asked with.
    """
    if report.passage is None:
        return None
    lanes = {lane: standing for lane, standing in report.lanes.items() if standing is not None}
    found = Result(
        report.passage,
        report.score or 0.0,
        report.fused_score or 0.0,
        report.rerank_score,
        lanes,
        (),
        report.steps,
    )
    deep = replace(query, rerank=True, explain_depth=1)
    explained = explain_results(deep, (found,), generation, models, report.feedback, bm25_pairs)
    if report.rerank_score is not None:
        explained = explain_reranking(deep, explained, models.reranker())
    return explained[0]
