"""`manifest.json` of a generation: what it holds and which models made it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from search_app.collections.atomic_text import replace_text
from search_app.collections.model_identity import ModelIdentity
from search_app.errors import BadInputError, CorruptError
from search_app.records import FieldType
from search_app.stores import VectorLocation
from search_app.text.analysis import ENGLISH, TextAnalysis, analyzer_named
from search_app.text.matching import MATCHING

FORMAT = 1
FILE_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class GenerationManifest:
    """The contents of `manifest.json`; written last, so its presence means the generation is complete.

    Attributes:
        generation: The generation's id.
        created: Time of publication in UTC, ISO 8601.
        models: {"dense": ..., "sparse": ...}.
        documents: Number of documents.
        passages: Number of passages, the same in the vectors and in Lucene.
        store: Where the vectors are.
        previous: The generation this one took over from, kept until the next publication.
        fields: {metadata field: type}.
        sources: What was ingested, oldest first.
        analyzer: How BM25 makes words of texts, see `search_app.text.analysis`.
        matching: Version of the rules texts are normalised by before; 0 for collections from before there
            were any, whose words are those that were written.
        format: Version of this layout.
    """

    generation: str
    created: str
    models: Mapping[str, ModelIdentity]
    documents: int
    passages: int
    store: VectorLocation = VectorLocation()
    previous: str | None = None
    fields: Mapping[str, FieldType] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    analyzer: str = ENGLISH
    matching: int = 0
    format: int = FORMAT

    @property
    def analysis(self) -> TextAnalysis:
        """What stands between a text and the words of the BM25 index."""
        return TextAnalysis(self.analyzer, self.matching)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "GenerationManifest":
        """Build from the JSON object; raises ValueError, KeyError or TypeError when it is not one."""
        datetime.fromisoformat(raw["created"])
        if raw.get("format") != FORMAT:
            raise ValueError(f"format {raw.get('format')!r}, this version reads {FORMAT}")
        if raw.get("matching", 0) not in range(MATCHING + 1):
            raise ValueError(f"matching {raw['matching']!r}, this version knows 0 to {MATCHING}")
        analyzer_named(raw.get("analyzer", ENGLISH))
        return cls(
            **{
                **raw,
                "models": {lane: ModelIdentity(**model) for lane, model in raw["models"].items()},
                "store": VectorLocation(**raw["store"]),
                "sources": tuple(raw["sources"]),
            }
        )


def read_manifest(folder: Path) -> GenerationManifest:
    """Read the manifest of a generation.

    Raises:
        CorruptError: When it is missing or cannot be read.
    """
    path = folder / FILE_NAME
    try:
        return GenerationManifest.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, BadInputError) as error:
        raise CorruptError(
            f"{path} is not a readable manifest of a generation ({error})",
            "a complete generation",
            "ingest the collection again with --recreate",
        ) from error


def write_manifest(folder: Path, manifest: GenerationManifest) -> None:
    """Write the manifest, durably and in one step."""
    text = json.dumps(manifest.to_json(), indent=2, ensure_ascii=False, sort_keys=True)
    replace_text(folder / FILE_NAME, text + "\n")
