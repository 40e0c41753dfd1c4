import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from search_app.engine.live_lists import run_lanes
from search_app.errors import UnavailableError
from search_app.records import Hit, Ranking


class FixedLane:
    name = "fixed"

    def search(self, depth):
        return Ranking(self.name, (Hit("a", 1.0),))


class BrokenLane:
    name = "broken"

    def __init__(self, error):
        self.error = error

    def search(self, depth):
        raise self.error


class SlowLane:
    name = "slow"

    def __init__(self, gate):
        self.gate = gate

    def search(self, depth):
        self.gate.wait(10)
        return Ranking(self.name, ())


@pytest.fixture
def pool():
    with ThreadPoolExecutor(4) as threads:
        yield threads


def test_a_failing_lane_is_data_and_the_others_still_answer(pool):
    lanes = {"fixed": FixedLane(), "broken": BrokenLane(UnavailableError("Qdrant is away"))}
    fixed, broken = run_lanes(pool, lanes, 10, 1000)
    assert fixed.hits == (Hit("a", 1.0),)
    assert fixed.failure is None
    assert broken.hits == ()
    assert "Qdrant is away" in broken.failure


def test_an_unexpected_exception_is_logged_and_contained(pool, caplog):
    (ranking,) = run_lanes(pool, {"broken": BrokenLane(ZeroDivisionError())}, 10, 1000)
    assert ranking.failure == "ZeroDivisionError"
    assert "failed unexpectedly" in caplog.text


def test_a_lane_past_its_deadline_is_reported_and_not_waited_for(pool):
    gate = threading.Event()
    started = time.perf_counter()
    slow, fixed = run_lanes(pool, {"slow": SlowLane(gate), "fixed": FixedLane()}, 10, 50)
    spent = time.perf_counter() - started
    gate.set()
    assert spent < 2
    assert slow.failure == "no answer within 50 ms"
    assert fixed.failure is None
