"""Data sets of the hub, by id and pinned revision, streamed."""

import re
from collections.abc import Iterator
from typing import Any

from search_app.errors import BadInputError, UnavailableError

COMMIT = re.compile(r"[0-9a-f]{40}")


def check_dataset(name: str, revision: str | None) -> None:
    """Raise `BadInputError` unless the revision is a commit: branches move under a recipe."""
    if revision is None or not COMMIT.fullmatch(revision):
        raise BadInputError(
            f"dataset {name!r} has the revision {revision!r}",
            "the commit of the data set on the hub, 40 hexadecimal digits",
            "add revision = ... to the [[data]] entry",
        )


def read_dataset(name: str, revision: str, subset: str | None, split: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one split without downloading the others; nothing of it is run as code.

    Raises:
        UnavailableError: When the hub cannot be reached or has no such data set.
    """
    from datasets import load_dataset
    from datasets.exceptions import DatasetsError

    try:
        rows = load_dataset(name, subset, split=split, revision=revision, streaming=True)
    except (OSError, ValueError, DatasetsError) as error:
        raise UnavailableError(
            f"dataset {name} at {revision[:10]} cannot be read ({str(error).splitlines()[0][:120]})",
            "a hub that can be reached, and a data set, subset and split that exist there",
            "check the names, or fetch it to a JSONL or Parquet file and use format = 'pairs'",
        ) from error
    yield from rows
