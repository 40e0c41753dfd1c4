"""Encode planned documents in windows that are long enough to batch passages of equal length."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.ingest.models import BatchEncoder
from pipelines.ingest.plan import Planned, Unchanged
from pipelines.ingest.stage_clock import StageClock
from search_app.records import EncodedPassage, Reject

WINDOW = 256
"""Passages handed to the encoder at once: enough to sort by length, few enough to hold."""


@dataclass(frozen=True, slots=True, eq=False)
class EncodedDocument:
    """A planned document with all its vectors.

    Attributes:
        plan: What was planned.
        passages: All its passages, encoded.
        origin: Generation in which it was first stored; None for the one that is being written.
    """

    plan: Planned
    passages: list[EncodedPassage]
    origin: str | None = None


def encode(
    items: Iterable[Planned | Unchanged | Reject], encoder: BatchEncoder, clock: StageClock
) -> Iterator[EncodedDocument | Unchanged | Reject]:
    """Yield encoded documents; everything else passes through at once."""
    window: list[Planned] = []
    size = 0
    for item in items:
        if not isinstance(item, Planned):
            yield item
            continue
        window.append(item)
        size += len(item.passages)
        if size >= WINDOW:
            yield from _encode_window(window, encoder, clock)
            window, size = [], 0
    yield from _encode_window(window, encoder, clock)


def _encode_window(
    window: list[Planned], encoder: BatchEncoder, clock: StageClock
) -> Iterator[EncodedDocument]:
    passages = [passage for plan in window for passage in plan.passages]
    encoded: list[EncodedPassage] = []
    for start in range(0, len(passages), WINDOW):
        with clock.stage("encode"):
            encoded += encoder.encode(passages[start : start + WINDOW])
    position = 0
    for plan in window:
        yield EncodedDocument(plan, encoded[position : position + len(plan.passages)])
        position += len(plan.passages)
