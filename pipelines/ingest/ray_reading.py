"""The reading side of the Ray pipeline: one task beside the job, because that is where the source is."""

import json
import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack, chdir, closing
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.ingest.encode import windows
from pipelines.ingest.field_types import FieldTypes
from pipelines.ingest.plan import Planner
from pipelines.ingest.seen import SeenIds
from pipelines.ingest.stage_clock import StageClock
from pipelines.readers import Reader
from search_app.collections.ledger import Ledger

if TYPE_CHECKING:
    import pyarrow
    from ray.data import Datasource

_NO_LARGER_THAN = 64 * 2**20


def source_task(source: Reader, rule_name: str, ledger: Path | None) -> "Datasource":
    """Return a datasource of one task that reads, plans and groups the source.

    Its rows are {items: pickled window, fields: JSON, fraction, seconds: JSON}. A task that is run again
    after its worker died decides everything anew and alike: `ledger` must not change meanwhile.

    Args:
        source: The reader; not yet read from.
        rule_name: How documents are split, in words.
        ledger: Ledger of what is stored already.
    """
    from ray.data import Datasource, ReadTask
    from ray.data.block import BlockMetadata

    class SourceTask(Datasource):
        def estimate_inmemory_data_size(self) -> int:
            return _NO_LARGER_THAN

        def get_read_tasks(self, parallelism: int, *_: object, **__: object) -> list[ReadTask]:
            metadata = BlockMetadata(num_rows=None, size_bytes=None, input_files=None, exec_stats=None)
            return [ReadTask(_reading(source, rule_name, ledger), metadata)]

    return SourceTask()


def _reading(source: Reader, rule_name: str, ledger: Path | None) -> "Callable[[], Iterator[pyarrow.Table]]":
    folder = Path.cwd()  # the task is run on this machine, but not here; paths may be relative

    def read() -> "Iterator[pyarrow.Table]":
        import pyarrow

        fields, clock = FieldTypes({}), StageClock()
        with ExitStack() as opened:
            opened.enter_context(chdir(folder))
            seen = opened.enter_context(closing(SeenIds()))
            known = opened.enter_context(Ledger(ledger, read_only=True)) if ledger else None
            planner = Planner(rule_name, known, seen, fields)
            for window in windows(clock.timed("read", planner.plan(source.read()))):
                row = {
                    "items": pickle.dumps(list(window)),
                    "fields": json.dumps(fields.kinds()),
                    "fraction": source.fraction,
                    "seconds": json.dumps(clock.taken()),
                }
                yield pyarrow.table({name: [value] for name, value in row.items()})

    return read
