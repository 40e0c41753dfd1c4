"""A BEIR folder out of a collection's passages and generated queries, with a part held out."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from pipelines.data.json_lines import read_json_lines
from search_app.errors import BadInputError

TRAIN, HELD_OUT = "train", "heldout"
MIN_HELD_OUT = 10


def write_corpus(passages: Iterable[tuple[str, str]], folder: Path) -> int:
    """Write `corpus.jsonl` in BEIR's form, whole or not at all; returns the number of passages.

    Args:
        passages: (id, text), streamed.
        folder: Created if needed. A corpus that is there stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "corpus.jsonl"
    if not target.is_file():
        partial = target.with_name("corpus.jsonl.partial")
        with partial.open("w", encoding="utf-8") as stream:
            for name, text in passages:
                stream.write(json.dumps({"_id": name, "text": text}, ensure_ascii=False) + "\n")
        partial.replace(target)
    with target.open("rb") as stream:
        return sum(1 for _ in stream)


def chosen(passages: Iterable[tuple[str, str]], share: float) -> Iterable[tuple[str, str]]:
    """The same passages every time, about `share` of all, whatever their order."""
    return ((name, text) for name, text in passages if _draw(f"generate {name}") < share)


def write_judgements(pairs: Path, folder: Path, held_out: float) -> dict[str, int]:
    """Write queries and judgements; all queries of a passage fall on the same side.

    Args:
        pairs: What `round_trip` wrote.
        folder: With the corpus.
        held_out: Share of the passages whose queries are for the test alone.

    Returns:
        {split: queries}.

    Raises:
        BadInputError: When fewer than 10 queries are held out, or none is left to train on.
    """
    counts = {TRAIN: 0, HELD_OUT: 0}
    (folder / "qrels").mkdir(exist_ok=True)
    with (
        (folder / "queries.jsonl").open("w", encoding="utf-8") as queries,
        (folder / "qrels" / f"{TRAIN}.tsv").open("w", encoding="utf-8") as train,
        (folder / "qrels" / f"{HELD_OUT}.tsv").open("w", encoding="utf-8") as test,
    ):
        sides: dict[str, IO[str]] = {TRAIN: train, HELD_OUT: test}
        for side in sides.values():
            side.write("query-id\tcorpus-id\tscore\n")
        for number, row in enumerate(read_json_lines(pairs)):
            split = HELD_OUT if _draw(f"hold out {row['id']}") < held_out else TRAIN
            queries.write(json.dumps({"_id": f"g{number}", "text": row["query"]}, ensure_ascii=False) + "\n")
            sides[split].write(f"g{number}\t{row['id']}\t1\n")
            counts[split] += 1
    if counts[HELD_OUT] < MIN_HELD_OUT or not counts[TRAIN]:
        raise BadInputError(
            f"{counts[TRAIN]} queries to train on and {counts[HELD_OUT]} held out came through the filter",
            f"some, and at least {MIN_HELD_OUT}",
            "generate more queries per passage, from more passages, or with a better generator",
        )
    return counts


def _draw(name: str) -> float:
    """A number in [0, 1) that depends on the name alone."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") / 2**64
