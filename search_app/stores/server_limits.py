"""What a collection's strict mode allows, read from the server."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Limits of one collection; None where there is none.

    Attributes:
        batch: Points a write may carry.
        page: Points a request may return.
        exact: Whether comparing with every vector is allowed.
        ef: Widest search of the graph.
    """

    batch: int | None = None
    page: int | None = None
    exact: bool = True
    ef: int | None = None


def read_limits(strict: Any) -> ServerLimits:
    """Return the limits of a `StrictModeConfig` of the client; None or one that is off sets none."""
    if strict is None or not strict.enabled:
        return ServerLimits()
    return ServerLimits(
        strict.upsert_max_batchsize,
        strict.max_query_limit,
        strict.search_allow_exact is not False,
        strict.search_max_hnsw_ef,
    )


def within(limit: int | None, wanted: int) -> int:
    """Return what is wanted, or the limit where that is less."""
    return wanted if limit is None else min(limit, wanted)
