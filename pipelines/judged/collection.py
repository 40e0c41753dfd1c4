"""A collection with judgements, whatever its files look like."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pipelines.judged.beir_folder import BeirFolder
from pipelines.judged.ms_marco import MsMarcoFolder
from pipelines.readers.beir import corpus_file
from search_app.evaluation.qrels import Judgements, Qrels


class JudgedCollection(Protocol):
    """Passages, queries and judgements of a folder."""

    @property
    def path(self) -> Path:
        """The folder."""

    @property
    def name(self) -> str:
        """The folder's name."""

    def passages(self) -> Iterator[tuple[str, str]]:
        """Yield (id, text), title included."""

    def queries(self, split: str | None = None) -> dict[str, str]:
        """{query id: text} of one split, or of all of them; never fewer than the split's."""

    def splits(self) -> dict[str, Path]:
        """{split: file of its judgements}."""

    def judgements(self, split: str) -> Judgements:
        """The judgements of one split, and what is wrong with them."""

    def qrels(self, split: str) -> Qrels:
        """{query id: {passage id: grade}}; what is wrong with them is logged."""

    def files(self, split: str | None) -> list[Path]:
        """The files a split is read from."""


def open_collection(path: Path) -> JudgedCollection:
    """A BEIR folder where there is a corpus.jsonl, plain or packed, else an MS MARCO folder."""
    return BeirFolder(path) if corpus_file(path) is not None else MsMarcoFolder(path)
