"""The one order of fused scores."""

from collections.abc import Mapping

from search_app.records import Hit


def ordered(scores: Mapping[str, float]) -> list[Hit]:
    """Best first; equal scores by passage id, so that the same input always gives the same list."""
    return [Hit(*pair) for pair in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))]
