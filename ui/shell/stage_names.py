"""What lanes and stages are called on the page, and what they mean in plain words."""

from collections.abc import Mapping

from search_app.lanes import LANE_WORDS, LaneWords

_NAMES: Mapping[str, LaneWords] = {
    **LANE_WORDS,
    "fuse": LaneWords("Fused", "The rankings of all lanes put together."),
    "rerank": LaneWords(
        "Rerank",
        "A model that reads the question and the passage together; it can count more the more of the passages"
        " it could read.",
    ),
    "final": LaneWords(
        "Final", "What the list is ordered by. With reranking, hits it has read score 1 to 2, the rest less."
    ),
    "load": LaneWords("Getting ready", "Opening the collection and the models; long only the first time."),
    "lanes": LaneWords("Lanes", "All lanes, searched at the same time."),
    "fetch": LaneWords("Fetching texts", "Reading the passages that were found."),
    "explain": LaneWords("Explaining", "Working out which words made each score."),
}


def stage_name(stage: str) -> LaneWords:
    """Return the name of a lane or stage; an unknown one is called what it is."""
    return _NAMES.get(stage, LaneWords(stage, ""))
