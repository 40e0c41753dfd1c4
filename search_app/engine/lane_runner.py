"""Asking all lanes at once, each with a deadline."""

import logging
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as DeadlineError

from search_app.errors import SearchAppError
from search_app.protocols import Lane
from search_app.records import Query, Ranking

_log = logging.getLogger(__name__)


def run_lanes(
    pool: ThreadPoolExecutor, lanes: Mapping[str, Lane], query: Query, depth: int, deadline_ms: float
) -> list[Ranking]:
    """Return one ranking per lane, in the order given; a failure is a ranking that says so.

    The deadline counts from the call for every lane alike. A lane that misses it goes on in its
    thread and is not waited for.
    """
    started = time.perf_counter()
    futures = {name: pool.submit(lane.search, query, depth) for name, lane in lanes.items()}
    return [_outcome(name, future, started, deadline_ms) for name, future in futures.items()]


def failed_ranking(lane: str, error: Exception, milliseconds: float = 0.0) -> Ranking:
    """Turn an exception into a ranking that carries its message."""
    if not isinstance(error, SearchAppError):
        _log.error("lane %s failed unexpectedly", lane, exc_info=error)
    reason = str(error) or type(error).__name__
    return Ranking(lane, (), milliseconds, failure=reason)


def _outcome(lane: str, future: "Future[Ranking]", started: float, deadline_ms: float) -> Ranking:
    spent = (time.perf_counter() - started) * 1000
    try:
        return future.result(timeout=max(0.0, deadline_ms - spent) / 1000)
    except DeadlineError:
        future.cancel()
        return Ranking(lane, (), deadline_ms, failure=f"no answer within {deadline_ms:.0f} ms")
    except Exception as error:  # noqa: BLE001 - whatever a lane raises, the others still answer
        return failed_ranking(lane, error, (time.perf_counter() - started) * 1000)
