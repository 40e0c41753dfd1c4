"""Answers made by hand, for the parts that only present them."""

from search_app.records import Answer, LaneStanding, Passage, Query, Ranking, Result, TokenContribution

TEXT = "Cancel the task, then wait until the cancelled task is done."


def literal(token: str, weight: float, *spans: tuple[int, int], lane: str = "sparse") -> TokenContribution:
    return TokenContribution(token, lane, weight, "literal", spans)


def expansion(token: str, weight: float, *sources: str) -> TokenContribution:
    return TokenContribution(token, "sparse", weight, "expansion", (), sources)


def result(text: str = TEXT, title: str = "asyncio.Task.cancel", **changes: object) -> Result:
    values: dict[str, object] = {
        "passage": Passage(title or "document-1", 0, 0, len(text), text, title),
        "score": 0.91,
        "fused_score": 0.0489,
        "rerank_score": 6.3,
        "lanes": {"dense": LaneStanding(3, 0.61), "bm25": LaneStanding(1, 9.12)},
        "tokens": (),
    }
    return Result(**(values | changes))  # type: ignore[arg-type]


def rankings(**failures: str) -> tuple[Ranking, ...]:
    return tuple(Ranking(lane, (), 12.0, failures.get(lane)) for lane in ("dense", "sparse", "bm25"))


def answer(*results: Result, **changes: object) -> Answer:
    values: dict[str, object] = {
        "query": Query("cancel a task"),
        "results": results,
        "rankings": rankings(),
        "timings_ms": {"load": 0.1, "lanes": 12.0, "fuse": 0.2, "rerank": 61.0, "total": 83.4},
    }
    return Answer(**(values | changes))  # type: ignore[arg-type]
