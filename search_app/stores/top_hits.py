"""The best hits in an order that repeats exactly."""

from collections.abc import Callable

from search_app.records import Hit

_SLACK = 16
_MOST_SLACK = 4096


def top_hits(search: Callable[[int], list[Hit]], limit: int) -> list[Hit]:
    """Return the best `limit` hits, equal scores by passage id.

    An engine cuts a run of equal scores wherever it likes, and identical passages do score equally: so a
    few more hits are asked for, and many more while the run at the cut is not seen to end.

    Args:
        search: Returns at most the given number of hits, best scores first.
        limit: Number of hits wanted.
    """
    if limit < 1:
        return []
    slack = _SLACK
    while True:
        hits = sorted(search(limit + slack), key=lambda hit: (-hit.score, hit.passage_id))
        complete = len(hits) < limit + slack or hits[-1].score < hits[limit - 1].score
        if complete or slack >= _MOST_SLACK:
            return hits[:limit]
        slack *= 4
