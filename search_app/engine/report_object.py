"""A report on a document as the JSON object `why --json` prints."""

from dataclasses import asdict
from typing import Any

from search_app.engine.answer_object import feedback_source
from search_app.records import WhyReport


def report_object(report: WhyReport, query: str, collection: str) -> dict[str, Any]:
    """Return the documented object: query, collection, limit, document, versus, differences, comparison."""
    return {
        "query": query,
        "collection": collection,
        "limit": report.limit,
        "degraded": dict(report.degraded),
        "document": _document(report),
        "versus": _document(report.versus) if report.versus else None,
        "differences": [asdict(step) for step in report.differences],
        "comparison": report.comparison,
    }


def _document(report: WhyReport) -> dict[str, Any]:
    return {
        "doc_id": report.document_id,
        "passage": report.passage.ordinal if report.passage else None,
        "stage": report.stage,
        "reason": report.reason,
        "smallest_change": asdict(report.change) if report.change else None,
        "lanes": {lane: asdict(standing) if standing else None for lane, standing in report.lanes.items()},
        "fused": {"rank": report.fused_rank, "score": report.fused_score},
        "rerank": {
            "rank": report.rerank_rank,
            "score": report.rerank_score,
            "share": report.rerank_share,
        },
        "final": {"rank": report.final_rank, "score": report.score},
        "steps": [asdict(step) for step in report.steps],
        "feedback": [feedback_source(source) for source in report.feedback],
    }
