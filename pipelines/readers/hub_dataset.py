"""Data sets of the Hugging Face Hub, streamed by `datasets`: `hub:OWNER/NAME[:SUBSET[:SPLIT]][@REVISION]`."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from pipelines.readers.field_map import FieldMap
from pipelines.readers.read_fields import read_fields
from pipelines.readers.reader import Located
from pipelines.readers.table_columns import resolve_columns
from search_app.errors import BadInputError, UnavailableError, first_line
from search_app.records import Reject

PREFIX = "hub:"
_REFERENCE = re.compile(r"([\w.-]+/[\w.-]+)(?::([\w.-]*)(?::([\w.-]+))?)?(?:@([\w./-]+))?")


class HubDatasetReader:
    """Reads the rows of one split; nothing is downloaded before they are read, and no code of it is run.

    Args:
        reference: What follows `hub:`; the split is `train` and the revision `main` unless they are given.
        field_map: Which column is what, where the names do not say it.

    Raises:
        BadInputError: When the reference cannot be read.
        UnavailableError: When the package `datasets` is not installed; names the extra.
    """

    name = "hub"
    presplit = False

    def __init__(self, reference: str, field_map: FieldMap = FieldMap()) -> None:  # noqa: B008  # frozen
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise BadInputError(
                f"the data set {reference!r}",
                "OWNER/NAME, OWNER/NAME:SUBSET:SPLIT, each also with @REVISION",
                "correct the source",
            )
        _check_installed()
        self._id, self._subset = found[1], found[2] or None
        self._split, self._revision = found[3] or "train", found[4] or "main"
        self.source = f"{PREFIX}{self._id}:{self._subset or ''}:{self._split}@{self._revision}"
        self._map = field_map
        self.mapping: FieldMap | None = None
        self._read, self._total = 0, 0

    @property
    def fraction(self) -> float:
        """Share of the rows read so far; 0 when the hub does not say how many there are."""
        return min(self._read / self._total, 1.0) if self._total else 0.0

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`.

        Raises:
            UnavailableError: When the hub cannot be reached, or has no such data set, revision or split.
            BadInputError: When there is no column for the id or the text.
        """
        for row in self._rows():
            self.mapping = columns = self.mapping or resolve_columns(self.source, list(row), self._map)
            self._read += 1
            position = f"{self._id}:{self._read}"
            yield read_fields(row, columns, position, self._read)

    def _rows(self) -> Iterator[dict[str, Any]]:
        from datasets import load_dataset
        from datasets.exceptions import DatasetsError

        # What a failed request and its repetitions say is said once, in our error.
        logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
        logging.getLogger("datasets").setLevel(logging.ERROR)
        try:
            rows = load_dataset(
                self._id, self._subset, split=self._split, revision=self._revision, streaming=True
            )
            splits = rows.info.splits or {}
            self._total = splits[self._split].num_examples or 0 if self._split in splits else 0
            yield from rows
        except (OSError, ValueError, RuntimeError, DatasetsError) as error:
            said = first_line(error)
            raise UnavailableError(
                f"data set {self.source} cannot be read ({said})",
                "a hub that can be reached, with this data set, revision, subset and split",
                "check the name and the network, or fetch the data set as Parquet or JSONL and ingest that",
            ) from error


def _check_installed() -> None:
    from importlib.util import find_spec

    if find_spec("datasets") is None:
        raise UnavailableError(
            "data sets of the hub need the package datasets",
            "the extra hub",
            "install it: pip install 'search-app[hub]'",
        )
