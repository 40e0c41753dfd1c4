"""An answer as the JSON object that `search --json` prints and the page exports."""

from typing import Any

from search_app.records import Answer, FeedbackSource, Result


def answer_object(answer: Answer, collection: str) -> dict[str, Any]:
    """Return the documented object, from the query to its results."""
    return {
        "query": answer.query.text,
        "collection": collection,
        "degraded": sorted(answer.degraded),
        "degraded_reasons": dict(answer.degraded),
        "timings_ms": {stage: round(value, 3) for stage, value in answer.timings_ms.items()},
        "feedback": [feedback_source(source) for source in answer.feedback],
        "rerank_share": answer.rerank_share,
        "results": [_result(result) for result in answer.results],
    }


def feedback_source(source: FeedbackSource) -> dict[str, Any]:
    """Return one of the first hits that feedback searched by: doc_id, passage, title, weight."""
    passage = source.passage
    return {
        "doc_id": passage.document_id,
        "passage": passage.ordinal,
        "title": passage.title,
        "weight": source.weight,
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "doc_id": result.passage.document_id,
        "passage": result.passage.ordinal,
        "title": result.passage.title,
        "text": result.passage.text,
        "score": result.score,
        "fused_score": result.fused_score,
        "rerank_score": result.rerank_score,
        "lanes": {
            lane: {"rank": standing.rank, "score": standing.score} for lane, standing in result.lanes.items()
        },
        "steps": [
            {"stage": step.stage, "label": step.label, "lane": step.lane, "value": step.value}
            for step in result.steps
        ],
        "tokens": [
            {
                "token": token.token,
                "lane": token.lane,
                "weight": token.weight,
                "kind": token.kind,
                "start": token.start,
                "end": token.end,
                "sources": list(token.sources),
            }
            for token in result.tokens
        ],
    }
