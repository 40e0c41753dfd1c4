"""From a model folder or hub id to a checked bundle in the data directory: `add`."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pipelines.bring.brought import BroughtModel, Wishes
from pipelines.bring.source import ModelSource, find_source
from search_app.bundles import is_bundle, read_manifest
from search_app.bundles.added import added_folder, check_model_name
from search_app.bundles.locate import shipped_bundles
from search_app.bundles.manifest import verify_files
from search_app.errors import BadInputError, SearchAppError

Precision = Literal["auto", "int8", "fp32"]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What `search-app models add` is asked for.

    Attributes:
        model: A folder, or an id on the hub.
        name: Under which it is known; None makes one from the model's.
        revision: Of the hub.
        kind: "dense", "sparse" or "cross-encoder" where the folder does not say it.
        precision: "auto" takes 8 bits when they pass the gate, else fp32.
        replace: Whether an added model of this name is replaced.
        licence: Of the weights, where the model's card does not say it.
        wishes: What is chosen instead of what the model says.
    """

    model: str
    name: str | None = None
    revision: str | None = None
    kind: str | None = None
    precision: Precision = "auto"
    replace: bool = False
    licence: str | None = None
    wishes: Wishes = Wishes()


def add(request: Request, data_dir: Path, say: Say = lambda line: None) -> Path:
    """Add a model and return the folder of its bundle.

    Everything is made beside its place and moved in one step, so there is a whole bundle or none.

    Args:
        request: What to add.
        data_dir: Where added models live.
        say: Hears what is being done, and everything that was chosen or cut.

    Raises:
        BadInputError: When the model is refused, or the name is taken.
        SearchAppError: When the bundle does not do what the library does.
    """
    source = find_source(request.model, request.revision)
    name = _name(request, data_dir)
    target = added_folder(data_dir) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".add-") as scratch:
        if is_bundle(source.folder):
            made = _copied(source.folder, Path(scratch) / "bundle")
        else:
            made = _make(request, source, name, Path(scratch), say)
        if target.exists():
            target.rename(Path(scratch) / "replaced")
        made.rename(target)
    return target


def bring(source: ModelSource, kind: str | None, wishes: Wishes) -> BroughtModel:
    """Read a model by the library's own loader and return what its bundle is made from.

    Raises:
        BadInputError: When it cannot be served exactly, with the reason.
    """
    from pipelines.bring.kind import check_files
    from pipelines.bring.loaded import load_model

    found = check_files(source, kind)
    model = load_model(source, found)
    if wishes.label is not None and found != "cross-encoder":
        raise BadInputError(f"--label {wishes.label} of a {found} model", "a cross-encoder")
    if found == "dense":
        from pipelines.bring.dense import bring_dense

        return bring_dense(model, wishes)
    if found == "sparse":
        from pipelines.bring.sparse import bring_sparse

        return bring_sparse(model, wishes)
    from pipelines.bring.cross_encoder import bring_cross_encoder

    return bring_cross_encoder(model, wishes)


def _name(request: Request, data_dir: Path) -> str:
    plain = request.model.rstrip("/").rsplit("/", 1)[-1]
    name = check_model_name(request.name or plain)
    if name in shipped_bundles():
        raise BadInputError(f"the name {name!r} is a shipped model's", "another name", "choose one with --as")
    if (added_folder(data_dir) / name).exists() and not request.replace:
        raise BadInputError(
            f"there is a model {name!r} already", "a new name", "choose one with --as, or give --replace"
        )
    return name


def _copied(folder: Path, target: Path) -> Path:
    verify_files(folder, read_manifest(folder))
    shutil.copytree(folder, target)
    return target


def _make(request: Request, source: ModelSource, name: str, scratch: Path, say: Say) -> Path:
    from pipelines.bring.bundle import INT8, check_parity, with_parity, write_fp32, write_int8
    from pipelines.bring.card import write_card
    from pipelines.bring.parity import Parity

    say(f"Reading {source.name} …")
    model = bring(source, request.kind, request.wishes)
    origin = {"id": source.name, "commit": source.commit, "weights": source.weights()}
    licence = request.licence or str(source.card().get("license") or "")
    for note in model.notes:
        say(note)
    if not licence:
        say("The model's card names no licence; --licence keeps one with the bundle.")
    say("Exporting its graph …")
    fp32 = scratch / "fp32"
    manifest = write_fp32(model, fp32, name, licence, origin)
    say("Comparing with sentence-transformers on 64 texts …")
    parity = Parity(model)
    found = parity.of(fp32)
    manifest = check_parity(replace(manifest, notes=(*model.notes, *parity.notes)), fp32, found)
    say(f"fp32: {_listed(found)}")
    chosen = fp32
    if request.precision != "fp32" and _has_products(fp32):
        from pipelines.bring.develop import python_documentation
        from pipelines.bring.gate import judge

        judged, int8 = python_documentation(), scratch / "int8"
        say("Making the 8-bit form and judging it …")
        small = write_int8(fp32, manifest, int8, [judged])
        gate, lost = judge(fp32, int8, judged), parity.of(int8)
        say(f"int8: {_listed(lost)}")
        say(f"{gate.describe()[0].upper()}{gate.describe()[1:]}.")
        if gate.passed:
            small = replace(small, quality=gate.rows())
            manifest, chosen = with_parity(small, int8, INT8, lost), int8
        elif request.precision == "int8":
            raise SearchAppError(gate.describe(), todo="use --precision fp32")
        else:
            note = f"Kept in fp32: {gate.describe()}."
            manifest = replace(manifest, notes=(*manifest.notes, note))
            say(note)
    write_card(chosen, manifest)
    return chosen


def _has_products(folder: Path) -> bool:
    """Whether there is anything to compute in 8 bits; a table that is only looked up has nothing."""
    import onnx

    from pipelines.export.onnx_graph import weight_products

    return bool(weight_products(onnx.load(folder / "model.onnx")))


def _listed(found: Mapping[str, float]) -> str:
    return ", ".join(f"{name} differ by {value:.1g} at most" for name, value in found.items())
