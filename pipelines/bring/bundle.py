"""A brought model as a bundle: first in fp32, compared with the library, then in 8 bits if that is good."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.bring.brought import BroughtModel
from pipelines.bring.loaded import quiet
from pipelines.bring.onnx_file import write_graph
from pipelines.export.bundle import seal
from search_app.bundles.manifest import BundleManifest
from search_app.errors import SearchAppError

TOLERANCE = 1e-4
FP32, INT8 = "fp32 and the library, largest difference", "int8 and the library, largest difference"


def write_fp32(
    model: BroughtModel, folder: Path, name: str, licence: str, source: Mapping[str, Any]
) -> BundleManifest:
    """Write the bundle in fp32 and return its manifest.

    Args:
        model: What was brought.
        folder: A new folder.
        name: Of the model.
        licence: SPDX identifier, as its card says.
        source: For the manifest.
    """
    folder.mkdir(parents=True)
    write_graph(model, folder / "model.onnx")
    (folder / "tokenizer.json").write_text(model.tokenizer, encoding="utf-8")
    for file, array in model.arrays.items():
        np.save(folder / file, array, allow_pickle=False)
    manifest = BundleManifest(
        kind=model.kind,
        name=name,
        version=str(source["commit"])[:12] or "1",
        dimension=model.dimension,
        max_tokens=model.window,
        max_query_tokens=model.query_window,
        files={},
        prompts=dict(model.prompts),
        base_model=str(source["id"]),
        licence=licence,
        similarity=model.similarity,
        pad_token=model.pad_token,
        pair_cut=model.pair_cut,
        prompt_pooled=model.prompt_pooled,
        latent=model.latent,
        source=source,
        notes=model.notes,
    )
    return seal(folder, manifest)


def check_parity(manifest: BundleManifest, folder: Path, difference: Mapping[str, float]) -> BundleManifest:
    """Return the manifest with the differences in it.

    Raises:
        SearchAppError: When one is larger than 1e-4; a model that cannot be served exactly is not served.
    """
    worst = max(difference.values())
    if not worst <= TOLERANCE:
        shown = ", ".join(f"{name} {value:.2g}" for name, value in difference.items())
        raise SearchAppError(
            f"the bundle differs from what sentence-transformers computes ({shown})",
            f"at most {TOLERANCE:g} on every text",
            "report the model's name: something in it is not read yet",
        )
    return with_parity(manifest, folder, FP32, difference)


def with_parity(
    manifest: BundleManifest, folder: Path, title: str, difference: Mapping[str, float]
) -> BundleManifest:
    """Return the manifest of what lies in the folder, with differences under a title."""
    rounded = {name: float(f"{value:.2g}") for name, value in difference.items()}
    return seal(folder, manifest, parity={**manifest.parity, title: rounded})


def write_int8(fp32: Path, manifest: BundleManifest, folder: Path, calibrate: Any) -> BundleManifest:
    """Write the 8-bit form of an fp32 bundle.

    Args:
        fp32: Its folder.
        manifest: Its manifest.
        folder: A new folder.
        calibrate: Judged sets whose texts show how large the activations get.
    """
    from pipelines.export.bundle import write_int8 as write
    from pipelines.export.calibration import calibration_feeds
    from pipelines.families import FAMILIES

    serving = FAMILIES[manifest.kind].serving
    if serving is None:
        raise ValueError(f"{manifest.kind} is not served")
    with quiet():
        return write(fp32, manifest, folder, calibration_feeds(serving, fp32, calibrate))
