"""A bundle's graph in ONNX Runtime: checked before it is loaded, loaded when it is first run."""

import logging
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from search_app.bundles.manifest import BundleManifest, Kind, read_manifest, verify_files
from search_app.errors import CorruptError, MismatchError, first_line

Device = Literal["cpu", "cuda"]
MODEL_FILE = "model.onnx"
MAIN_OUTPUT: Mapping[str, str] = {"dense": "vectors", "sparse": "weights", "cross-encoder": "scores"}

_log = logging.getLogger(__name__)


class OnnxSession:
    """One bundle, ready to run. Thread-safe.

    The checksums of all files are compared here, at construction; the graph is loaded by the first
    `run` or by `load`.

    Args:
        folder: The bundle.
        kind: What it has to be.
        threads: Threads of one run; None leaves it to the runtime (one per physical core).
        device: "cuda" asks for the GPU and falls back to the CPU with a warning.

    Raises:
        CorruptError: When a file is missing, altered or unreadable.
        MismatchError: When the bundle is of another kind.
    """

    def __init__(self, folder: Path, kind: Kind, threads: int | None = None, device: Device = "cpu") -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        _check_kind(folder, self.manifest, kind)
        verify_files(folder, self.manifest)
        self._threads = threads
        self._device = device
        self._lock = threading.Lock()
        self._session: Any = None
        self._inputs: frozenset[str] = frozenset()

    def load(self) -> None:
        """Load the graph now, if it is not yet loaded.

        Raises:
            CorruptError: When the graph cannot be read, or lacks the output its kind promises.
        """
        with self._lock:
            if self._session is None:
                session = _open(self.folder / MODEL_FILE, self._threads, self._device)
                _check_outputs(self.folder, self.manifest, session)
                self._inputs = frozenset(entry.name for entry in session.get_inputs())
                self._session = session

    @property
    def outputs(self) -> frozenset[str]:
        """Names of the graph's outputs; loads the graph."""
        self.load()
        return frozenset(entry.name for entry in self._session.get_outputs())

    def run(
        self, outputs: Sequence[str], feeds: Mapping[str, NDArray[np.int64]]
    ) -> list[NDArray[np.generic]]:
        """Compute the outputs wanted, and only those.

        Args:
            outputs: Names of outputs.
            feeds: {input: int64[batch, length]}; inputs the graph does not have are left out.
        """
        import onnxruntime

        self.load()
        options = onnxruntime.RunOptions()
        # The explaining outputs of a graph cost time that plain encoding should not pay.
        options.only_execute_path_to_fetches = True
        known = {name: array for name, array in feeds.items() if name in self._inputs}
        return list(self._session.run(list(outputs), known, options))


def _check_kind(folder: Path, manifest: BundleManifest, kind: Kind) -> None:
    if manifest.kind != kind:
        raise MismatchError(
            f"model bundle {folder} is of kind {manifest.kind!r}",
            f"one of kind {kind!r}",
            f"name a {kind} bundle, for example the shipped {kind!r}",
        )


def _open(path: Path, threads: int | None, device: Device) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 3
    # Batches are bounded in tokens, so the arena is too: at 512 tokens under 30 MB for a dense model and
    # about 150 MB for a sparse one with its logits per token. Without it every run maps and faults its
    # buffers anew: 1.5 times the CPU time per passage at 1,024 tokens.
    options.enable_cpu_mem_arena = True
    # One remembered layout per input shape would grow with every new shape, and no two batches are alike.
    options.enable_mem_pattern = False
    # Several models share the cores; spinning threads took 1.5 times the CPU time per passage.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=_providers(device))
    except Exception as error:  # noqa: BLE001 - the runtime raises a type of its own per status code
        raise CorruptError(
            f"model graph {path} cannot be loaded ({first_line(error, None)})",
            f"an ONNX model that ONNX Runtime {onnxruntime.__version__} can run",
            "install or export the bundle again",
        ) from error
    if device == "cuda" and session.get_providers()[0] != "CUDAExecutionProvider":
        _log.warning("%s runs on the CPU: ONNX Runtime could not use the GPU", path)
    return session


def _providers(device: Device) -> list[str]:
    import onnxruntime

    wanted = ["CUDAExecutionProvider"] if device == "cuda" else []
    available = onnxruntime.get_available_providers()
    return [name for name in (*wanted, "CPUExecutionProvider") if name in available]


def _check_outputs(folder: Path, manifest: BundleManifest, session: Any) -> None:
    name = MAIN_OUTPUT[manifest.kind]
    shapes = {output.name: output.shape for output in session.get_outputs()}
    width = shapes[name][-1] if name in shapes and len(shapes[name]) == 2 else None
    if name not in shapes or (isinstance(width, int) and width != manifest.dimension):
        raise CorruptError(
            f"model graph {folder / MODEL_FILE} has the outputs {shapes}",
            f"an output {name!r}" + (f" of width {manifest.dimension}" if width else ""),
            "export the bundle again",
        )
