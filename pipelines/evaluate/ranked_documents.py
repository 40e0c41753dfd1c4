"""From passages to the documents that are judged."""

from collections.abc import Sequence

from pipelines.evaluate.passage_documents import PassageDocuments
from search_app.records import Hit

RankedDocuments = list[tuple[str, float]]
"""(document id, score), best first."""


def ranked_documents(
    hits: Sequence[Hit], documents: PassageDocuments, query_id: str, depth: int
) -> RankedDocuments:
    """Return each document once, at its best passage's score; equal scores by document id.

    A document whose id is the query's own is left out, as BEIR does: in ArguAna every query is also a
    document, and finding itself is no success.
    """
    best: dict[str, float] = {}
    for document, hit in zip(documents.of([hit.passage_id for hit in hits]), hits, strict=True):
        if document != query_id and hit.score > best.get(document, float("-inf")):
            best[document] = hit.score
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:depth]


def with_tail(head: RankedDocuments, deeper: RankedDocuments, depth: int) -> RankedDocuments:
    """Continue a ranking with the documents that only a deeper one holds, in that one's order, below it."""
    present = {document for document, _ in head}
    lowest = head[-1][1] if head else 0.0
    rest = [document for document, _ in deeper if document not in present]
    tail = [(document, lowest - place) for place, document in enumerate(rest, start=1)]
    return (head + tail)[:depth]
