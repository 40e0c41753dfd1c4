"""The encoding side of the Ray pipeline: actors that hold the models, on any node."""

import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.ingest.encode import encode_window
from pipelines.ingest.encoding_models import load_encoding_models
from pipelines.ingest.engine import Budget
from pipelines.ingest.stage_clock import StageClock
from search_app.errors import MismatchError

if TYPE_CHECKING:
    import pyarrow

    from search_app.encoders.session import Device


@dataclass(frozen=True, slots=True)
class ModelReferences:
    """Which bundles an actor opens; every node must be able to find them.

    Attributes:
        dense: See `search_app.bundles.locate_bundle`.
        sparse: The same for the sparse encoder.
        threads: Threads of each session.
        device: Where the sessions run.
        fingerprints: {lane: fingerprint} that the bundles must have.
    """

    dense: str
    sparse: str
    threads: int
    device: "Device"
    fingerprints: Mapping[str, str]


class EncodeWindows:
    """Encodes rows of `pipelines.ingest.ray_reading`; see `pipelines.ingest.encode.encode_window`.

    Args:
        references: The models.
        budget: How to split, or None when documents are passages already.

    Raises:
        MismatchError: When this node's bundles are others than those of the job.
    """

    def __init__(self, references: ModelReferences, budget: Budget | None) -> None:
        self._models = load_encoding_models(
            references.dense, references.sparse, references.threads, references.device
        )
        if self._models.fingerprints != dict(references.fingerprints):
            raise MismatchError(
                "a Ray node holds other models than the job",
                "the same bundles on every node",
                "install the same version everywhere, or name bundles by a Hub id with a revision",
            )
        self._rule = budget.rule(self._models) if budget else None

    def __call__(self, rows: "pyarrow.Table") -> "pyarrow.Table":
        """Return the rows with the windows encoded, and the time that took added to theirs."""
        import pyarrow

        # Arrow and not NumPy in between: NumPy's bytes lose the zeros at their end.
        items, seconds = [], []
        for row in rows.to_pylist():
            clock = StageClock()
            window = pickle.loads(row["items"])  # noqa: S301 - our own task has written it
            encoded = list(encode_window(window, self._models.encoder, self._rule, clock))
            items.append(pickle.dumps(encoded))
            seconds.append(json.dumps({**json.loads(row["seconds"]), **clock.taken()}))
        changed = {"items": pyarrow.array(items, pyarrow.large_binary()), "seconds": pyarrow.array(seconds)}
        for name, column in changed.items():
            rows = rows.set_column(rows.column_names.index(name), name, column)
        return rows
