"""The values that travel between the stages: frozen, checked once at construction."""

from search_app.records.answer import Answer, LaneStanding, Result
from search_app.records.document import Document, MetadataValue
from search_app.records.encoded_passage import EncodedPassage
from search_app.records.feedback_source import FeedbackSource
from search_app.records.passage import Passage, passage_id
from search_app.records.query import Query
from search_app.records.ranking import Hit, Ranking
from search_app.records.reading import Reading
from search_app.records.reject import Reject
from search_app.records.score_step import ScoreStep
from search_app.records.search_filter import Condition, SearchFilter
from search_app.records.sparse_vector import SparseVector
from search_app.records.token_contribution import TokenContribution
from search_app.records.why_report import SettingChange, WhyReport, WhyStage

__all__ = [
    "Answer",
    "Condition",
    "Document",
    "EncodedPassage",
    "FeedbackSource",
    "Hit",
    "LaneStanding",
    "MetadataValue",
    "Passage",
    "Query",
    "Ranking",
    "Reading",
    "Reject",
    "Result",
    "ScoreStep",
    "SearchFilter",
    "SettingChange",
    "SparseVector",
    "TokenContribution",
    "WhyReport",
    "WhyStage",
    "passage_id",
]
