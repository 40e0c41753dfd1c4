"""A hash of everything about a document that reaches a lane."""

import hashlib
import json

from search_app.records import Document


def content_hash(document: Document, rule: str) -> bytes:
    """Return 16 bytes that change when the stored passages would.

    Args:
        document: What was read.
        rule: How it is split, in words that change when the rule does.
    """
    parts = [document.title, document.text, dict(document.metadata), rule]
    encoded = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.blake2b(encoded, digest_size=16).digest()
