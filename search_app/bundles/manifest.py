"""`bundle.json`: what a bundle is, and the checksums that say it is whole."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from search_app.errors import CorruptError
from search_app.records.similarity import Similarity

FORMAT = 1
FILE_NAME = "bundle.json"
Kind = Literal["dense", "sparse", "cross-encoder", "query-generator"]
PairCut = Literal["passage", "longest"]


@dataclass(frozen=True, slots=True)
class BundleManifest:
    """The contents of `bundle.json`.

    Attributes:
        kind: What the model is for.
        name: Name shown to people and written into collections.
        version: Version of the weights.
        dimension: Length of a dense vector, size of the vocabulary, or 1 for a cross-encoder.
        max_tokens: Window for a passage (for a pair: query and passage), special tokens included.
        max_query_tokens: Window for a query, special tokens included.
        files: {file name: sha256 in hex} of every file but this one.
        prompts: Text put before a "query" or a "passage".
        precision: "int8" or "fp32".
        base_model: Where the training started.
        licence: SPDX identifier of the weights' licence.
        recipe: {"name", "sha256"} of the training recipe.
        parity: Differences measured between the exported graph and the trained model.
        quality: {data set: {measure: value}}.
        speed: Throughput figures with the machine they were read on.
        similarity: How dense vectors are compared: "cosine", which have length one, or "dot", of any length.
        pad_token: Id that fills up the rows of a batch; some models read it.
        pair_cut: What a pair loses that exceeds the window: the end of the "passage", or of the "longest".
        prompt_pooled: False leaves the tokens of a prompt out of a dense vector's pooling.
        latent: Whether a sparse vector's entries are latents instead of the vocabulary; None goes by size.
        source: What a brought model was made from: {"id", "commit", "weights": {file: sha256}, ...}.
        notes: What was said about a brought model when it was made.
        format: Version of this layout.
    """

    kind: Kind
    name: str
    version: str
    dimension: int
    max_tokens: int
    max_query_tokens: int
    files: Mapping[str, str]
    prompts: Mapping[str, str] = field(default_factory=dict)
    precision: str = "fp32"
    base_model: str = ""
    licence: str = ""
    recipe: Mapping[str, str] = field(default_factory=dict)
    parity: Mapping[str, Any] = field(default_factory=dict)
    quality: Mapping[str, Any] = field(default_factory=dict)
    speed: Mapping[str, Any] = field(default_factory=dict)
    similarity: Similarity = "cosine"
    pad_token: int = 0
    pair_cut: PairCut = "passage"
    prompt_pooled: bool = True
    latent: bool | None = None
    source: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def fingerprint(self) -> str:
        """Hash of everything that changes the model's output, and of nothing else."""
        behaviour = [
            self.kind,
            self.dimension,
            self.max_tokens,
            self.max_query_tokens,
            sorted(self.prompts.items()),
            sorted((name, digest) for name, digest in self.files.items() if not name.endswith(".md")),
            # Named only where they differ, so that collections of earlier bundles keep their models.
            *([name, value] for name, value in self._unusual() if value),
        ]
        return hashlib.sha256(json.dumps(behaviour, ensure_ascii=True).encode()).hexdigest()

    def _unusual(self) -> list[tuple[str, object]]:
        return [
            ("similarity", self.similarity != "cosine" and self.similarity),
            ("pad_token", self.pad_token),
            ("pair_cut", self.pair_cut != "passage" and self.pair_cut),
            ("prompt_pooled", not self.prompt_pooled),
        ]


def read_manifest(folder: Path) -> BundleManifest:
    """Read `folder/bundle.json`.

    Raises:
        CorruptError: When it is missing, is not JSON, or does not have the expected fields.
    """
    path = folder / FILE_NAME
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        manifest = BundleManifest(**{**raw, "notes": tuple(raw.get("notes", ()))})
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _unreadable(path, str(error)) from error
    if manifest.format != FORMAT or manifest.kind not in get_args(Kind):
        raise _unreadable(path, f"format {manifest.format!r}, kind {manifest.kind!r}")
    if manifest.similarity not in get_args(Similarity) or manifest.pair_cut not in get_args(PairCut):
        raise _unreadable(path, f"similarity {manifest.similarity!r}, pair cut {manifest.pair_cut!r}")
    return manifest


def write_manifest(folder: Path, manifest: BundleManifest) -> None:
    """Write `folder/bundle.json`, last of a bundle's files: its presence means complete."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False, sort_keys=True)
    partial = folder / f"{FILE_NAME}.partial"
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(folder / FILE_NAME)


def sha256_of(path: Path) -> str:
    """Return the file's sha256 in hex, read in blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify_files(folder: Path, manifest: BundleManifest) -> None:
    """Compare every file with its checksum.

    Raises:
        CorruptError: Names the first file that is missing or altered.
    """
    for name, expected in manifest.files.items():
        path = folder / name
        found = sha256_of(path) if path.is_file() else "no such file"
        if found != expected:
            raise CorruptError(
                f"model file {path} has sha256 {found}",
                f"{expected} as its bundle.json says",
                "install the bundle again",
            )


def _unreadable(path: Path, detail: str) -> CorruptError:
    allowed = ", ".join(field.name for field in fields(BundleManifest))
    return CorruptError(
        f"{path} is not a readable bundle manifest ({detail})",
        f"a JSON object of format {FORMAT} with {allowed}",
        "export or install the bundle again",
    )
