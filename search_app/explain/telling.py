"""Which contributions are worth showing in the text."""

from collections.abc import Sequence
from statistics import fmean

from search_app.records import TokenContribution

_FAINT = 0.05  # below this share a match tells nothing: stop words of a learned sparse query, mostly
_OUTSTANDING = 0.5  # every word has a share of a dense score; those that matter lie far above the mean


def telling(contributions: Sequence[TokenContribution]) -> list[tuple[TokenContribution, float]]:
    """Return the contributions that stand out in their lane, each with its strength in (0, 1].

    The strength makes weights of different lanes comparable. A match counts by its part of the lane's
    largest weight; a share counts by how far it lies above the lane's mean share, if it has a place in the
    text at all.
    """
    lanes: dict[tuple[str, bool], list[TokenContribution]] = {}
    for each in contributions:
        if each.spans or each.kind not in ("share", "rest"):
            lanes.setdefault((each.lane, each.kind == "share"), []).append(each)
    found = []
    for (_, shared), mine in lanes.items():
        baseline = _mean_share(mine) if shared else 0.0
        largest = max(each.weight for each in mine) - baseline
        least = (_OUTSTANDING if shared else _FAINT) * largest
        found += [
            (each, (each.weight - baseline) / largest)
            for each in mine
            if each.weight > 0 and each.weight - baseline > least
        ]
    return found


def _mean_share(contributions: Sequence[TokenContribution]) -> float:
    """A mean below zero counts as zero: it would lift words that speak against the passage."""
    return max(0.0, fmean(each.weight for each in contributions)) if len(contributions) > 1 else 0.0
