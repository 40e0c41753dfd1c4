"""Working ahead in a thread: order, errors, stopping."""

import threading
import time

import pytest

from pipelines.ingest.read_ahead import read_ahead


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "read-ahead"]


def test_items_come_in_order():
    assert list(read_ahead(range(1000), 3)) == list(range(1000))
    assert threads() == []


def test_the_producer_is_ahead_by_the_given_number_and_no_more():
    produced = []
    items = read_ahead((produced.append(n) or n for n in range(100)), 5)
    assert next(items) == 0
    time.sleep(0.2)
    assert len(produced) == 7  # one taken, five waiting, one in hand
    items.close()


def test_an_error_comes_at_its_place():
    def produce():
        yield 1
        yield 2
        raise OSError("disk")

    items = read_ahead(produce(), 5)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(OSError, match="disk"):
        next(items)
    assert threads() == []


def test_stopping_early_ends_the_thread_and_closes_the_producer():
    closed = []

    def produce():
        try:
            yield from range(10**9)
        finally:
            closed.append(threading.current_thread().name)

    items = read_ahead(produce(), 2)
    next(items)
    items.close()
    assert closed == ["read-ahead"]
    assert threads() == []


def test_two_in_a_row_stop_together():
    inner = read_ahead(iter(range(10**9)), 2)
    outer = read_ahead((n for n in inner), 2)
    assert next(outer) == 0
    outer.close()
    del inner
    assert threads() == []
