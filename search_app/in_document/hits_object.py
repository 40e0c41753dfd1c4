"""The best passages of one document as the JSON object `in-document --json` prints."""

from collections.abc import Sequence
from typing import Any

from search_app.in_document.hit import InDocumentHit
from search_app.records import Document


def hits_object(hits: Sequence[InDocumentHit], document: Document, question: str) -> dict[str, Any]:
    """Return the documented object: file, title, question, characters, hits with their places."""
    return {
        "file": document.id,
        "title": document.title,
        "question": question,
        "characters": len(document.text),
        "hits": [
            {
                "rank": hit.rank,
                "score": hit.score,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "text": hit.passage.text,
            }
            for hit in hits
        ],
    }
