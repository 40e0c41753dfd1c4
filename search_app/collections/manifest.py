"""`manifest.json` of a generation: what it holds and which models made it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from search_app.collections.atomic_text import replace_text
from search_app.collections.model_identity import ModelIdentity
from search_app.errors import CorruptError
from search_app.records import FieldType
from search_app.stores import VectorLocation

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
    format: int = FORMAT

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "GenerationManifest":
        """Build from the JSON object; raises ValueError, KeyError or TypeError when it is not one."""
        datetime.fromisoformat(raw["created"])
        if raw.get("format") != FORMAT:
            raise ValueError(f"format {raw.get('format')!r}, this version reads {FORMAT}")
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
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CorruptError(
            f"{path} is not a readable manifest of a generation ({error})",
            "a complete generation",
            "ingest the collection again with --recreate",
        ) from error


def write_manifest(folder: Path, manifest: GenerationManifest) -> None:
    """Write the manifest, durably and in one step."""
    text = json.dumps(manifest.to_json(), indent=2, ensure_ascii=False, sort_keys=True)
    replace_text(folder / FILE_NAME, text + "\n")
