"""Pieces of a stream, as `itertools.batched` of Python 3.12 makes them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield lists of `size` items; the last may be shorter."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch
