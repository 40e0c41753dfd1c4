"""The files of a split, plain or packed, and what is said of its judgements."""

import logging
from pathlib import Path

from search_app.errors import NotFoundError
from search_app.evaluation.qrels import Judgements, Qrels
from search_app.text.byte_stream import PACKED
from search_app.text.text_lines import existing_file

_log = logging.getLogger(__name__)


def split_name(path: Path) -> str:
    """Return the name of a `.tsv` file without its endings."""
    name = path.name
    for suffix in PACKED:
        name = name.removesuffix(suffix)
    return name.removesuffix(".tsv")


def present_or_plain(path: Path) -> Path:
    """Return the file or the packed one beside it; where there is none, the path, for a message to name."""
    try:
        return existing_file(path)
    except NotFoundError:
        return path


def logged_qrels(judgements: Judgements, name: str) -> Qrels:
    """Return the judgements alone, after a warning for each thing that is wrong with them."""
    for sentence in judgements.problems:
        _log.warning("%s: %s", name, sentence)
    return judgements.qrels
