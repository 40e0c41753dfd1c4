"""Split and encode documents in windows that are long enough to batch passages of equal length."""

from collections.abc import Iterable, Iterator, Sequence

from pipelines.ingest.encoding_models import BatchEncoder, TitleCutter
from pipelines.ingest.plan import Changed, Unchanged, split_changed
from pipelines.ingest.stage_clock import StageClock
from search_app.collections.builds.encoded_document import EncodedDocument
from search_app.passages import SplitRule
from search_app.passages.title import TITLE_TOKENS
from search_app.records import EncodedPassage, Reject

WINDOW = 256
"""Passages handed to the encoder at once: enough to sort by length, few enough to hold."""

TITLES_CUT = "long titles cut for the models, so that the texts keep their place (BM25 has them whole)"
_TITLE_CUT = f"the models read the first {TITLE_TOKENS} tokens of the title, so that the text keeps its place"

_PASSED = 512
"""Items without work that are passed on together."""

Item = Changed | Unchanged | Reject
Window = Sequence[Item]
"""Either changed documents to be encoded together, or items that need no work."""


def windows(items: Iterable[Item]) -> Iterator[Window]:
    """Group the items; which documents meet in a window depends on the changed documents alone.

    Quantised models see a whole batch at a time, so vectors would differ in the last digits between engines
    that group differently.
    """
    window: list[Item] = []
    passed: list[Item] = []
    size = 0
    for item in items:
        if not isinstance(item, Changed):
            passed.append(item)
            if len(passed) >= _PASSED:
                yield passed
                passed = []
            continue
        window.append(item)
        size += item.size
        if size >= WINDOW:
            yield window
            window, size = [], 0
    yield from filter(None, (passed, window))


def encode_window(
    window: Window, encoder: BatchEncoder, rule: SplitRule | None, clock: StageClock
) -> Iterator[EncodedDocument | Unchanged | Reject]:
    """Yield the documents of a window with their vectors, and what is to be said; all else passes through."""
    with clock.stage("split"):
        plans = [split_changed(item, rule) for item in window if isinstance(item, Changed)]
    passages = [passage for plan in plans for passage in plan.passages]
    encoded: list[EncodedPassage] = []
    for start in range(0, len(passages), WINDOW):
        with clock.stage("encode"):
            encoded += encoder.encode(passages[start : start + WINDOW])
    position = 0
    for plan in plans:
        if isinstance(encoder, TitleCutter) and any(map(encoder.cuts_title, plan.passages)):
            yield Reject(plan.document_id, _TITLE_CUT, plan.document_id, "note", TITLES_CUT)
        end = position + len(plan.passages)
        yield EncodedDocument(plan.document_id, plan.content, encoded[position:end], plan.stored_passages)
        position = end
    yield from (item for item in window if not isinstance(item, Changed))
