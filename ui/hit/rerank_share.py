"""What the cross-encoder counted beside the lanes, in a sentence."""

from ui.markup.html import Html, element
from ui.shell.tooltip import explained


def rerank_share(share: float) -> Html | None:
    """Return the sentence for a share of the final scores from 0 to 1, or None where it counted nothing."""
    if not share:
        return None
    return element(
        "p",
        f"Of the final scores the lanes give {1 - share:.0%}, ",
        explained("rerank"),
        f" {share:.0%}.",
        class_="share",
    )
