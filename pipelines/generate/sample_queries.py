"""Queries for every passage of a collection by nucleus sampling (Holtzman et al. 2020), streamed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from pipelines.data.json_lines import read_json_lines
from pipelines.families.query_generator.training import QueryGenerator
from pipelines.runs.resumable_lines import append_lines
from search_app.batched import batched
from search_app.errors import CorruptError


@dataclass(frozen=True, slots=True)
class Sampling:
    """How queries are drawn.

    Attributes:
        per_passage: Queries for each passage.
        top_p: Mass of the nucleus.
        temperature: Above one is bolder.
        max_query_tokens: Length of a query.
        max_passage_tokens: What of a passage is read.
        batch_size: Passages at once.
        seed: The same seed and batch size give the same queries.
    """

    per_passage: int = 3
    top_p: float = 0.95
    temperature: float = 1.0
    max_query_tokens: int = 32
    max_passage_tokens: int = 256
    batch_size: int = 32
    seed: int = 13


def sample_queries(
    generator: QueryGenerator, passages: Iterable[tuple[str, str]], options: Sampling, target: Path
) -> int:
    """Write one JSON object per passage, {"id", "text", "queries"}, and return their number.

    Each batch is drawn with a seed of its own, so that a killed job goes on with the next batch and ends
    in the same file.

    Args:
        generator: See `load_query_generator`.
        passages: (id, text), in the same order every time.
        options: How.
        target: The file; continued where it exists.

    Raises:
        CorruptError: When the file holds the queries of other passages.
    """
    stream = iter(passages)
    model = generator.model.eval()
    if torch.cuda.is_available():
        model = model.cuda()
    count = 0
    with append_lines(target, options.batch_size) as (file, done):
        _check(target, islice(stream, done), done)
        batches = enumerate(batched(stream, options.batch_size), start=done // options.batch_size)
        for number, rows in tqdm(batches, desc="generate queries", unit="batch", disable=None):
            drawn = _draw(model, generator.tokenizer, [text for _, text in rows], options, number)
            for (name, text), queries in zip(rows, drawn, strict=True):
                line = {"id": name, "text": text, "queries": list(dict.fromkeys(queries))}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += len(rows)
    return done + count


def _draw(model: Any, tokenizer: Any, texts: Sequence[str], options: Sampling, batch: int) -> list[list[str]]:
    inputs = tokenizer(
        list(texts), truncation=True, max_length=options.max_passage_tokens, padding=True, return_tensors="pt"
    ).to(model.device)
    inputs.pop("token_type_ids", None)
    with torch.inference_mode(), torch.random.fork_rng():
        torch.manual_seed(options.seed * 1_000_003 + batch)
        ids = model.generate(
            **inputs,
            do_sample=True,
            top_p=options.top_p,
            top_k=0,
            temperature=options.temperature,
            max_new_tokens=options.max_query_tokens,
            num_return_sequences=options.per_passage,
        )
    found = [text.strip() for text in tokenizer.batch_decode(ids, skip_special_tokens=True)]
    size = options.per_passage
    return [found[start : start + size] for start in range(0, len(found), size)]


def _check(target: Path, passages: Iterable[tuple[str, str]], done: int) -> None:
    if not done:
        return
    for (name, _), row in zip(passages, read_json_lines(target), strict=True):
        if row["id"] != name:
            raise CorruptError(
                f"{target} holds the queries of other passages", "those of this collection", "delete it"
            )
