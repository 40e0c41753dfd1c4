"""The ways of finding passages."""

from search_app.lanes.bm25 import Bm25Lane
from search_app.lanes.dense import DenseLane
from search_app.lanes.feedback import FeedbackLane, open_feedback_lane
from search_app.lanes.sparse import SparseLane

__all__ = ["Bm25Lane", "DenseLane", "FeedbackLane", "SparseLane", "open_feedback_lane"]
