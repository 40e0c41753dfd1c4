"""The feedback lane: what is near the first hits of the other lanes."""

from search_app.lanes.feedback.lane import (
    FEEDBACK,
    Feedback,
    FeedbackLane,
    feedback_weights,
    open_feedback,
    reopen_feedback,
)
from search_app.lanes.kind import LaneWords

WORDS = LaneWords(
    "Feedback", "Searches again with the first hits of the other lanes: passages like them move up."
)

__all__ = [
    "WORDS",
    "FEEDBACK",
    "Feedback",
    "FeedbackLane",
    "feedback_weights",
    "open_feedback",
    "reopen_feedback",
]
