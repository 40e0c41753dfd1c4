"""What lanes and stages are called on the page, and what they mean in plain words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StageName:
    """A name with its explanation.

    Attributes:
        label: Shown.
        meaning: One sentence for the tooltip.
    """

    label: str
    meaning: str


_NAMES = {
    "dense": StageName("Dense", "Compares the meaning of the question with the meaning of the passage."),
    "sparse": StageName(
        "Sparse", "Compares weighted words; a trained model also adds related words that are not in the text."
    ),
    "bm25": StageName(
        "BM25",
        "Counts the words of the question in the passage; rare words count more, and so do words that stand"
        " together in both.",
    ),
    "feedback": StageName(
        "Feedback", "Searches again with the first hits of the other lanes: passages like them move up."
    ),
    "fuse": StageName("Fused", "The rankings of all lanes put together."),
    "rerank": StageName(
        "Rerank",
        "A model that reads the question and the passage together; it can count more the more of the passages"
        " it could read.",
    ),
    "final": StageName(
        "Final", "What the list is ordered by. With reranking, hits it has read score 1 to 2, the rest less."
    ),
    "load": StageName("Getting ready", "Opening the collection and the models; long only the first time."),
    "lanes": StageName("Lanes", "All lanes, searched at the same time."),
    "fetch": StageName("Fetching texts", "Reading the passages that were found."),
    "explain": StageName("Explaining", "Working out which words made each score."),
}


def stage_name(stage: str) -> StageName:
    """Return the name of a lane or stage; an unknown one is called what it is."""
    return _NAMES.get(stage, StageName(stage, ""))
