"""What a tool returns: the objects of the HTTP interface, cut to what an agent reads."""

from typing import Any

from search_app.mcp.uri import uri_of

_WORDS = 10
_Object = dict[str, Any]


def compact_answer(answer: _Object, offset: int, limit: int, evidence: bool) -> _Object:
    """Return the passages of an answer.

    Args:
        answer: See `answer_object`, with all results up to `offset + limit`.
        offset: Results to leave out.
        limit: Results asked for.
        evidence: Whether to say what made the scores.
    """
    ranked = list(enumerate(answer["results"], 1))[offset:]
    found: _Object = {
        "collection": answer["collection"],
        "results": [_result(each, rank, answer["collection"], evidence) for rank, each in ranked],
    }
    if answer["degraded_reasons"]:
        found["degraded"] = answer["degraded_reasons"]
    if len(ranked) == limit:
        found["next_offset"] = offset + limit
    if not ranked:
        found["note"] = "Nothing more was found." if offset else "Nothing was found."
    return found


def _result(result: _Object, rank: int, collection: str, evidence: bool) -> _Object:
    kept = ("doc_id", "passage", "title", "text", "score")
    found = {"rank": rank, **{name: result[name] for name in kept}}
    found["uri"] = uri_of(collection, result["doc_id"])
    if evidence:
        words = [{name: each[name] for name in ("token", "lane", "weight")} for each in result["tokens"]]
        found |= {name: result[name] for name in ("fused_score", "rerank_score", "lanes", "steps")}
        found["words"] = words[:_WORDS]
        if len(words) > _WORDS:
            found["words_left_out"] = len(words) - _WORDS
    return found


def compact_why(report: _Object, evidence: bool) -> _Object:
    """Return where a document stands and what its score is the sum of; see `report_object`."""
    document = report["document"]
    found = _standing(report) | {"score": document["final"]["score"], "steps": document["steps"]}
    if report["versus"]:
        found["versus"] = _place(report["versus"])
        found["comparison"] = report["comparison"]
        found["differences"] = report["differences"]
    return _with_report(found, report, evidence)


def compact_why_not(report: _Object, evidence: bool) -> _Object:
    """Return the stage that dropped a document, its ranks before, and the change that would bring it in."""
    document = report["document"]
    found = _standing(report) | {
        "fused_rank": document["fused"]["rank"],
        "rerank_rank": document["rerank"]["rank"],
        "smallest_change": _sentence(document),
    }
    return _with_report(found, report, evidence)


def compact_change(report: _Object, evidence: bool) -> _Object:
    """Return the smallest single change of a setting that would bring a document among the results."""
    document = report["document"]
    found = _place(document) | {"change": document["smallest_change"]}
    if document["stage"] == "shown":
        found["note"] = "It is among the results already."
    elif document["smallest_change"] is None:
        found["note"] = "No single change of a setting brings it among the results."
    return _with_report(found, report, evidence)


def compact_document(document: _Object, collection: str, start: int, characters: int) -> _Object:
    """Return a stretch of a document's text, and where it goes on; see `document_object`."""
    text = document["text"]
    end = min(len(text), start + characters)
    found = {
        "collection": collection,
        "doc_id": document["doc_id"],
        "title": document["title"],
        "metadata": document["metadata"],
        "uri": uri_of(collection, document["doc_id"]),
        "characters": len(text),
        "start": start,
        "text": text[start:end],
    }
    return found | ({"next_start": end} if end < len(text) else {})


def _standing(report: _Object) -> _Object:
    document = report["document"]
    ranks = {lane: each["rank"] if each else None for lane, each in document["lanes"].items()}
    found = _place(document) | {"reason": document["reason"], "lane_ranks": ranks}
    return found | ({"degraded": report["degraded"]} if report["degraded"] else {})


def _place(document: _Object) -> _Object:
    return {
        "doc_id": document["doc_id"],
        "shown": document["stage"] == "shown",
        "rank": document["final"]["rank"],
        "stage": document["stage"],
    }


def _sentence(document: _Object) -> str | None:
    change = document["smallest_change"]
    return change["sentence"] if change else None


def _with_report(found: _Object, report: _Object, evidence: bool) -> _Object:
    return found | ({"report": report} if evidence else {})
