"""A folder of graph, tokenizer and manifest, first in fp32, then as it is published."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.export.graph_export import export_graph
from pipelines.export.parity import TOLERANCE, shape_parity
from pipelines.export.quantise import Quantiser, quantise
from pipelines.families import ExportedGraph, Serving
from pipelines.plan import Plan
from search_app.bundles.manifest import BundleManifest, sha256_of, write_manifest
from search_app.errors import SearchAppError


def write_fp32(model: ExportedGraph, serving: Serving, plan: Plan, folder: Path) -> BundleManifest:
    """Write the bundle in fp32 and return its manifest, parity included.

    Raises:
        SearchAppError: When the graph and the model differ by more than 1e-4 on any shape.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, recipe = folder / "model.onnx", plan.recipe
    export_graph(model.graph, serving.inputs, model.outputs or serving.outputs, path)
    parity = shape_parity(model.graph, path, serving.inputs, model.vocabulary)
    worst = max(parity.values())
    if not worst <= TOLERANCE:
        raise SearchAppError(
            f"the exported graph differs from the model by {worst:.2g}", f"at most {TOLERANCE:g}"
        )
    _write_tokenizer(model.tokenizer, folder / "tokenizer.json")
    for name, array in model.arrays.items():
        np.save(folder / name, array, allow_pickle=False)
    manifest = BundleManifest(
        kind=serving.kind,
        name=recipe.name,
        version=recipe.export.version,
        dimension=model.dimension,
        max_tokens=recipe.export.max_tokens,
        max_query_tokens=recipe.export.max_query_tokens,
        files={},
        prompts={"query": "", "passage": ""},
        precision="fp32",
        base_model=recipe.base_model,
        licence=recipe.export.licence,
        recipe={"name": recipe.name, "sha256": plan.digest},
        parity={"fp32 and torch, largest difference": {key: float(f"{v:.2g}") for key, v in parity.items()}},
    )
    return seal(folder, manifest)


def write_int8(
    source: Path,
    manifest: BundleManifest,
    folder: Path,
    feeds: Iterable[Mapping[str, NDArray[np.int64]]],
    quantiser: Quantiser = "dynamic",
    last_by_blocks: int = 0,
) -> BundleManifest:
    """Write the 8-bit form of the fp32 bundle in `source`; `feeds` and what follows as for `quantise`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in manifest.files:
        if name != "model.onnx":
            shutil.copyfile(source / name, folder / name)
    quantise(source / "model.onnx", folder / "model.onnx", quantiser, feeds, last_by_blocks)
    return seal(folder, replace(manifest, precision="int8"))


def seal(folder: Path, manifest: BundleManifest, **changes: Any) -> BundleManifest:
    """Write the manifest of what lies in the folder now."""
    names = sorted(path.name for path in folder.iterdir() if path.suffix != ".partial")
    files = {name: sha256_of(folder / name) for name in names if name != "bundle.json"}
    sealed = replace(manifest, files=files, **changes)
    write_manifest(folder, sealed)
    return sealed


def _write_tokenizer(source: Path, target: Path) -> None:
    """Without the padding and truncation of the training set-up; serving does its own."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(source))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(target), pretty=False)
