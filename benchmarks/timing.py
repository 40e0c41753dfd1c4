"""Milliseconds per call, after a warm-up."""

import time
from collections.abc import Callable, Sequence
from typing import Any

WARM_UP = 3


def milliseconds(search: Callable[[str], Any], questions: Sequence[str]) -> list[float]:
    """Time each question once; the first few are asked beforehand without being counted."""
    for question in questions[:WARM_UP]:
        search(question)
    spent = []
    for question in questions:
        started = time.perf_counter()
        search(question)
        spent.append((time.perf_counter() - started) * 1000)
    return spent
