"""Reading and encoding as a Ray Data pipeline, on this machine or on a cluster."""

import json
import logging
import os
import pickle
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.ingest.engine import Work
from pipelines.ingest.kept_signal_handlers import kept_signal_handlers
from pipelines.ingest.plan import Unchanged
from pipelines.ingest.ray_encoding import EncodeWindows, ModelReferences
from pipelines.ingest.ray_reading import source_task
from search_app.bundles import is_bundle, locate_bundle
from search_app.bundles.added import added_names
from search_app.collections.builds.encoded_document import EncodedDocument
from search_app.errors import BadInputError, SearchAppError, UnavailableError
from search_app.records import Reject
from search_app.settings import read_settings

if TYPE_CHECKING:
    from ray.data import Dataset

    from search_app.encoders.session import Device

_OBJECT_STORE_BYTES = 512 * 2**20
"""For a Ray that this job starts itself: windows are small, and Ray would take a third of the memory."""


@dataclass(frozen=True, slots=True)
class RayResources:
    """What the pipeline may use.

    Attributes:
        actors: Encoding processes.
        cpus: Cores of each, and threads of its sessions.
        gpus: Share of a GPU reserved for each; 0 for none.
    """

    actors: int = 1
    cpus: int = 1
    gpus: float = 0.0

    def __post_init__(self) -> None:
        if self.actors < 1 or self.cpus < 1 or self.gpus < 0:
            raise BadInputError(
                f"{self.actors} Ray actors of {self.cpus} cores and {self.gpus} GPUs each",
                "at least one actor and one core",
            )


class RayEngine:
    """See `pipelines.ingest.engine.Engine`; RAY_ADDRESS names a cluster, without it Ray is started here.

    The source is read by one task on the job's own node, which can see it; windows of documents go to
    actors on any node, which split and encode them; the job writes what comes back. A worker that dies is
    started again, and what it had in hand is done once more.

    Args:
        dense: Reference of the dense bundle, for every node.
        sparse: Reference of the sparse bundle.
        resources: What to use.
    """

    def __init__(self, dense: str, sparse: str, resources: RayResources | None = None) -> None:
        self._dense, self._sparse = dense, sparse
        self._resources = resources or RayResources()
        self.fraction = 0.0

    def run(self, work: Work) -> Iterator[EncodedDocument | Unchanged | Reject]:
        """See `Engine`.

        Raises:
            UnavailableError: When Ray is not installed, cannot be reached, or gives up.
        """
        with _connected(self._resources), _resting_ledger(work) as ledger, _failures():
            pipeline = self._pipeline(work, ledger)
            tables: Iterable[Any] = pipeline.iter_batches(
                batch_size=None, batch_format="pyarrow", prefetch_batches=1
            )
            for table in tables:
                for row in table.to_pylist():
                    yield from self._taken_in(row, work)

    def _pipeline(self, work: Work, ledger: Path | None) -> "Dataset":
        import ray

        here = f"node:{ray.util.get_node_ip_address()}"  # a resource that only this node has
        used = self._resources
        device: Device = "cuda" if used.gpus else "cpu"
        bundles = _absolute(self._dense), _absolute(self._sparse)
        references = ModelReferences(*bundles, used.cpus, device, work.models.fingerprints)
        _configure()
        windows = ray.data.read_datasource(
            source_task(work.source, work.rule_name, ledger),
            override_num_blocks=1,
            num_cpus=0,
            resources={here: 0.001},
        )
        return windows.map_batches(
            EncodeWindows,
            fn_constructor_args=(references, work.budget),
            batch_size=1,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(size=used.actors),
            num_cpus=used.cpus,
            num_gpus=used.gpus,
        )

    def _taken_in(self, row: dict[str, Any], work: Work) -> Iterator[EncodedDocument | Unchanged | Reject]:
        """Do what the local engine does while planning: note ids and fields, and the time it took."""
        self.fraction = row["fraction"]
        work.fields.merge(json.loads(row["fields"]))
        work.clock.add(json.loads(row["seconds"]))
        for item in pickle.loads(row["items"]):  # noqa: S301 - our own actors have written it
            if isinstance(item, EncodedDocument | Unchanged):
                work.seen.add(item.document_id)
            elif item.document_id is not None:
                work.seen.refuse(item.document_id)
            yield item


def _absolute(bundle: str) -> str:
    """Return a reference that names the same bundle from any folder of this machine."""
    folder = Path(bundle).expanduser()
    if is_bundle(folder) or bundle in added_names(read_settings().data_dir):
        return str(locate_bundle(bundle))
    return bundle


@contextmanager
def _connected(resources: RayResources) -> Iterator[None]:
    """Use the Ray this process is connected to, else connect to RAY_ADDRESS or start one for the block."""
    try:
        import ray
    except ImportError as error:
        raise UnavailableError(
            "Ray is not installed", "the extra 'ray'", "pip install 'search-app[ray]'"
        ) from error
    if ray.is_initialized():
        yield
        return
    local: dict[str, Any] = {}
    if not os.environ.get("RAY_ADDRESS"):
        needed = resources.actors * resources.cpus
        local = {"num_cpus": needed, "object_store_memory": _OBJECT_STORE_BYTES, "include_dashboard": False}
    try:
        # Ray's workers search the folder of this moment for modules before any other, whatever lies there;
        # the folder of Python itself holds programs. What has a relative path is told where it stands.
        with kept_signal_handlers(), chdir(Path(sys.executable).parent):
            ray.init(log_to_driver=False, logging_level=logging.ERROR, configure_logging=True, **local)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        raise UnavailableError(
            f"Ray cannot be reached or started ({error})", "a running cluster", "correct or unset RAY_ADDRESS"
        ) from error
    try:
        yield
    finally:
        with kept_signal_handlers():
            ray.shutdown()


def _configure() -> None:
    """Keep the order, hand out window by window, and leave the terminal alone."""
    from ray.data import DataContext

    logging.getLogger("ray.data").setLevel(logging.WARNING)
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    context.target_max_block_size = 1  # a row is a window; larger blocks would go to one actor
    context.target_min_block_size = 1


@contextmanager
def _resting_ledger(work: Work) -> Iterator[Path | None]:
    """Lend a ledger that does not change: a copy where the job is about to write to the one there is."""
    if work.ledger is None or work.ledger_rests:
        yield work.ledger
        return
    with tempfile.TemporaryDirectory(prefix="search-app-") as folder:
        copied = Path(folder) / work.ledger.name
        with closing(sqlite3.connect(work.ledger)) as there, closing(sqlite3.connect(copied)) as here:
            there.backup(here)
        yield copied


@contextmanager
def _failures() -> Iterator[None]:
    """Raise what a worker raised as if it had happened here, and everything else of Ray in one sentence."""
    from ray.exceptions import RayError

    try:
        yield
    except SearchAppError:
        raise
    except RayError as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, SearchAppError):
            cause = getattr(cause, "cause", None) or cause.__cause__
        if cause is not None:
            raise cause from error
        detail = str(error).strip().splitlines()[-1][:300]
        raise UnavailableError(
            f"the Ray pipeline stopped: {detail}",
            "",
            "run the same command again: it goes on where it stopped",
        ) from error
