"""What training needs of a collection with judgements, whatever its files look like."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pipelines.judged.beir_folder import BeirFolder, Qrels
from pipelines.judged.ms_marco import MsMarcoFolder


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

    def queries(self) -> dict[str, str]:
        """{query id: text} of all splits."""

    def qrels(self, split: str) -> Qrels:
        """{query id: {passage id: grade}}."""

    def files(self, split: str | None) -> list[Path]:
        """The files a split is read from."""


def open_collection(path: Path) -> JudgedCollection:
    """A BEIR folder where there is a corpus.jsonl, else an MS MARCO folder."""
    if any((path / name).is_file() for name in ("corpus.jsonl", "corpus.jsonl.gz")):
        return BeirFolder(path)
    return MsMarcoFolder(path)
