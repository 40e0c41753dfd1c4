"""What reads and encodes: this process, or a Ray cluster."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipelines.ingest.encoding_models import EncodingModels
from pipelines.ingest.field_types import FieldTypes
from pipelines.ingest.plan import Unchanged
from pipelines.ingest.seen import SeenIds
from pipelines.ingest.stage_clock import StageClock
from pipelines.readers import Reader
from search_app.collections.builds.encoded_document import EncodedDocument
from search_app.passages import SplitRule
from search_app.records import Reject


@dataclass(frozen=True, slots=True)
class Budget:
    """How documents are split, by the tokens of the sparse model.

    Attributes:
        passage_tokens: Token budget of a passage.
        overlap_tokens: Most tokens a passage repeats of the one before it.
    """

    passage_tokens: int
    overlap_tokens: int

    @property
    def name(self) -> str:
        """The rule in words that change when it does."""
        return f"sentences {self.passage_tokens} {self.overlap_tokens}"

    def rule(self, models: EncodingModels) -> SplitRule:
        """Return the rule for `search_app.passages.split`."""
        return SplitRule(models.token_starts, self.passage_tokens, self.overlap_tokens, models.room)


@dataclass(frozen=True, slots=True)
class Work:
    """One source to be read and encoded.

    Attributes:
        source: The reader; not yet read from.
        budget: How to split, or None when documents are passages already.
        ledger: Ledger of what is stored already, or None when nothing is.
        ledger_rests: True when that ledger does not change while the work is done.
        models: What to encode with.
        seen: Receives the ids of the source.
        fields: Receives the metadata fields.
        clock: Receives the busy time of each stage.
    """

    source: Reader
    budget: Budget | None
    ledger: Path | None
    ledger_rests: bool
    models: EncodingModels
    seen: SeenIds
    fields: FieldTypes
    clock: StageClock

    @property
    def rule_name(self) -> str:
        """How documents are split, in words."""
        return self.budget.name if self.budget else "whole"


class Engine(Protocol):
    """Reads, plans, splits and encodes."""

    def run(self, work: Work) -> Iterator[EncodedDocument | Unchanged | Reject]:
        """Yield every document and reject of the source once, in bounded memory.

        Vectors, windows and decisions are the same on every engine.
        """

    @property
    def fraction(self) -> float:
        """Share of the source read so far, in [0, 1]."""
