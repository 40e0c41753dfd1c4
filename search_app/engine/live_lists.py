"""The lanes' lists as a search asks for them: all at once, each with a deadline."""

import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as DeadlineError
from typing import Any

from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.errors import SearchAppError, UnavailableError
from search_app.lanes.dense import DENSE
from search_app.lanes.feedback import FEEDBACK, Feedback, open_feedback
from search_app.protocols import BoundLane, DenseEncoder
from search_app.ranking.profile import Profile
from search_app.records import FeedbackSource, Hit, Query, Ranking

_log = logging.getLogger(__name__)


class LiveLists:
    """See `search_app.ranking.lists.Lists`. A lane that fails or is late is a ranking that says so.

    Args:
        generation: What is searched.
        models: Where the encoders come from.
        pool: Threads the lanes run in.
        profile: Options of the lanes, and the deadline.
        query: What is asked.

    Attributes:
        lanes: {name: lane bound to the query} of those that could be opened.
    """

    def __init__(
        self,
        generation: OpenGeneration,
        models: Models,
        pool: ThreadPoolExecutor,
        profile: Profile,
        query: Query,
    ) -> None:
        self._generation, self._models, self._pool = generation, models, pool
        self._profile, self._query = profile, query
        self._failures: dict[str, Ranking] = {}
        self.lanes: dict[str, BoundLane] = {}

    def load(self) -> None:
        """Open the profile's lanes in parallel; failures come with the lists."""
        pending: dict[str, Future[Any]] = {
            name: self._pool.submit(
                self._generation.lane, name, self._models, self._profile.lane_options(name)
            )
            for name in self._profile.lanes
        }
        for name, future in pending.items():
            error = future.exception()
            if error is None:
                self.lanes[name] = future.result().bind(self._query)
            elif isinstance(error, Exception):
                self._failures[name] = failed_ranking(name, error)
            else:
                raise error

    def ask(self, lanes: Sequence[str], depth: int) -> list[Ranking]:
        """See `search_app.ranking.lists.Lists`.

        Raises:
            UnavailableError: When every lane failed.
        """
        ready = {name: self.lanes[name] for name in lanes if name in self.lanes}
        answered = run_lanes(self._pool, ready, depth, self._profile.lane_deadline_ms)
        rankings = [*answered, *(self._failures[name] for name in lanes if name in self._failures)]
        if all(ranking.failure for ranking in rankings):
            reasons = "; ".join(f"{ranking.lane}: {ranking.failure}" for ranking in rankings)
            raise UnavailableError(f"no lane could answer ({reasons})", todo="run `search-app doctor`")
        return rankings

    def near(
        self, first: Sequence[Hit], feedback: Feedback, depth: int
    ) -> tuple[tuple[FeedbackSource, ...], Ranking]:
        """See `search_app.ranking.lists.Lists`; the lane that did it stands among `lanes` afterwards."""
        try:
            lane = open_feedback(first, feedback, self._generation.store, self._query, self._encoder)
        except SearchAppError as error:
            return (), failed_ranking(FEEDBACK, error)
        self.lanes[FEEDBACK] = lane
        (ranking,) = run_lanes(self._pool, {FEEDBACK: lane}, depth, self._profile.lane_deadline_ms)
        return lane.sources, ranking

    def _encoder(self) -> DenseEncoder | None:
        return stored_vectors_encoder(self._generation, self._models)


def stored_vectors_encoder(generation: OpenGeneration, models: Models) -> DenseEncoder | None:
    """Return the encoder of the stored vectors; feedback needs none, so what is loaded may be another."""
    try:
        encoder = models.dense()
    except SearchAppError:
        return None
    return encoder if generation.encoded_by(DENSE, encoder.fingerprint) else None


def run_lanes(
    pool: ThreadPoolExecutor, lanes: Mapping[str, BoundLane], depth: int, deadline_ms: float
) -> list[Ranking]:
    """Return one ranking per lane, in the order given; a failure is a ranking that says so.

    The deadline counts from the call for every lane alike. A lane that misses it goes on in its
    thread and is not waited for.
    """
    started = time.perf_counter()
    futures = {name: pool.submit(lane.search, depth) for name, lane in lanes.items()}
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
