"""How many calls a second."""

import time
from collections.abc import Callable, Sequence
from typing import Any

WARM_UP = 8


def rate_of(work: Callable[[], object], pieces: int) -> float:
    """Return pieces per second of one call that handles so many."""
    started = time.perf_counter()
    work()
    return round(pieces / (time.perf_counter() - started), 1)


def encoder_speed(encoder: Any, query: str, passages: Sequence[str]) -> dict[str, float]:
    """Measure an encoder of `search_app.encoders`: passages per second, milliseconds per query."""
    encoder.encode_passages(passages[:WARM_UP])
    encoder.encode_queries([query])
    passage_rate = rate_of(lambda: encoder.encode_passages(passages), len(passages))
    query_rate = rate_of(lambda: [encoder.encode_queries([query]) for _ in passages], len(passages))
    return {"passages/s": passage_rate, "ms/query": round(1000.0 / query_rate, 2)}
