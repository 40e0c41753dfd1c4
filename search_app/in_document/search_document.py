"""Find the passages of one document that answer a question best."""

from collections.abc import Callable

import numpy as np

from search_app.errors import BadInputError
from search_app.in_document.hit import InDocumentHit
from search_app.passages import SplitRule, split
from search_app.protocols import Reranker
from search_app.records import Document

MOST_PASSAGES = 4_000
"""About a thousand pages, half a minute on two cores; longer documents are faster ingested and searched."""

_BLOCK = 32
Progress = Callable[[int, int], None]
"""Told how many passages have been read, of how many."""


def search_document(
    document: Document,
    question: str,
    reranker: Reranker,
    rule: SplitRule,
    limit: int = 5,
    progress: Progress | None = None,
) -> tuple[InDocumentHit, ...]:
    """Split a document, let the cross-encoder read all of it, and return the best passages, best first.

    Equal scores stand in the order of the document. The title is not read: it is the same for all.

    Args:
        document: What to search.
        question: What to look for.
        reranker: The cross-encoder.
        rule: How to split, see `reading_rule`.
        limit: Most hits returned.
        progress: Called after every block of passages.

    Raises:
        BadInputError: When the question is blank, the document has no text, or it is too long.
    """
    if not question.strip():
        raise BadInputError("an empty question", "some words", "put the question in quotes")
    if not document.text.strip():
        raise BadInputError(f"document {document.id[:200]!r} has no text", "a document with some words in it")
    passages = split(document, rule)
    if len(passages) > MOST_PASSAGES:
        raise BadInputError(
            f"document {document.id[:200]!r} has {len(passages):,} passages",
            f"at most {MOST_PASSAGES:,}",
            "ingest it into a collection and search that",
        )
    scores = np.zeros(len(passages), dtype=np.float32)
    for start in range(0, len(passages), _BLOCK):
        block = passages[start : start + _BLOCK]
        scores[start : start + len(block)] = reranker.score(question, [each.text for each in block])
        if progress is not None:
            progress(start + len(block), len(passages))
    order = np.argsort(-scores, kind="stable")[: max(0, limit)]
    return tuple(
        InDocumentHit(passages[place], float(scores[place]), rank) for rank, place in enumerate(order, 1)
    )
