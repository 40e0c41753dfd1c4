"""The feedback lane: what is near the first hits of the other lanes."""

from search_app.lanes.feedback.lane import (
    FEEDBACK,
    Feedback,
    FeedbackLane,
    feedback_weights,
    open_feedback,
    reopen_feedback,
)

__all__ = [
    "FEEDBACK",
    "Feedback",
    "FeedbackLane",
    "feedback_weights",
    "open_feedback",
    "reopen_feedback",
]
