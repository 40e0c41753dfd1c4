"""Reading and encoding in this process, each in a thread of its own."""

from collections.abc import Iterator

from pipelines.ingest.encode import Window, encode_window, windows
from pipelines.ingest.engine import Work
from pipelines.ingest.plan import Planner, Unchanged
from pipelines.ingest.read_ahead import read_ahead
from pipelines.readers import Reader
from search_app.collections.builds.encoded_document import EncodedDocument
from search_app.collections.ledger import Ledger
from search_app.records import Reject

_WINDOWS_AHEAD = 1
_ENCODED_AHEAD = 512


class LocalEngine:
    """See `pipelines.ingest.engine.Engine`; the inference runtime spreads over the cores by itself."""

    def __init__(self) -> None:
        self._source: Reader | None = None

    @property
    def fraction(self) -> float:
        """See `Engine`."""
        return self._source.fraction if self._source else 0.0

    def run(self, work: Work) -> Iterator[EncodedDocument | Unchanged | Reject]:
        """See `Engine`."""
        self._source = work.source
        ledger = Ledger(work.ledger, read_only=work.ledger_rests) if work.ledger else None
        try:
            planner = Planner(work.rule_name, ledger, work.seen, work.fields)
            planned = work.clock.timed("read", planner.plan(work.source.read()))
            yield from read_ahead(
                _encoded(read_ahead(windows(planned), _WINDOWS_AHEAD), work), _ENCODED_AHEAD
            )
        finally:
            if ledger is not None:
                ledger.close()


def _encoded(groups: Iterator[Window], work: Work) -> Iterator[EncodedDocument | Unchanged | Reject]:
    rule = work.budget.rule(work.models) if work.budget else None
    for window in groups:
        yield from encode_window(window, work.models.encoder, rule, work.clock)
