"""Throughput and latency of a bundle, as its card states them."""

import os
from pathlib import Path
from typing import Any

from pipelines.families import Serving

PASSAGE = "the history of a search engine that weighs every word it reads and says why it found a page " * 5
QUERY = "why did the search engine find this page"
PASSAGES = 64


def measure_speed(serving: Serving, bundle: Path) -> dict[str, Any]:
    """Return passages (or pairs) per second, milliseconds per query, and the circumstances."""
    circumstances = {"cores": os.cpu_count(), "tokens": 100, "note": "other work may share the machine"}
    return {**serving.speed(bundle, QUERY, [PASSAGE] * PASSAGES), **circumstances}
