"""One generation: vectors, Lucene index and ledger that belong together."""

import secrets
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from search_app.collections.manifest import GenerationManifest, read_manifest
from search_app.protocols import LexicalSearcher, VectorStore
from search_app.stores import VectorHost
from search_app.text.analysis import AUTO, TextAnalysis


@dataclass(frozen=True, slots=True)
class GenerationFolder:
    """Where the parts of a generation lie, published or still being built."""

    path: Path

    @property
    def vectors_path(self) -> Path:
        """The embedded engine's shard."""
        return self.path / "vectors"

    @property
    def lucene_path(self) -> Path:
        """The Lucene index."""
        return self.path / "lucene"

    @property
    def ledger_path(self) -> Path:
        """The SQLite file of documents."""
        return self.path / "ledger.sqlite"

    def open_index(self, analysis: TextAnalysis) -> LexicalSearcher:
        """Open the Lucene index as last committed, which starts the Java machine.

        Args:
            analysis: What it was written by.

        Raises:
            CorruptError: When the index is missing or damaged.
        """
        from search_app.lucene.searcher import LuceneSearcher

        return LuceneSearcher(self.lucene_path, analysis)


@dataclass(frozen=True, slots=True)
class Generation(GenerationFolder):
    """A complete, immutable generation.

    Attributes:
        path: Its folder.
        manifest: What its `manifest.json` says.
    """

    manifest: GenerationManifest

    @property
    def id(self) -> str:
        """Identifier, sortable by time of creation."""
        return self.manifest.generation

    def open_lucene(self) -> LexicalSearcher:
        """Open the Lucene index of the generation; see `open_index`."""
        return self.open_index(self.manifest.analysis)

    def languages(self) -> Mapping[str, int]:
        """Return {language: number of passages} where each document has its own; else nothing is opened."""
        if self.manifest.analyzer != AUTO:
            return {}
        with closing(self.open_lucene()) as searcher:
            return searcher.languages()

    def open_vectors(self, host: VectorHost) -> VectorStore:
        """Open the published vectors, for reading only; errors as for `VectorHost.open`."""
        return host.open(self.vectors_path, self.manifest.store)


def read_generation(path: Path) -> Generation:
    """Read a generation's manifest; raises `CorruptError` when it is not complete."""
    return Generation(path, read_manifest(path))


def new_generation_id() -> str:
    """Return an id that sorts by time and is safe in file and collection names."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
