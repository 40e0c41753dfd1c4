"""The values that travel between the stages: frozen, checked once at construction."""

from search_app.records.answer import Answer, LaneStanding, Result
from search_app.records.document import Document, MetadataValue
from search_app.records.encoded_passage import EncodedPassage
from search_app.records.feedback_source import FeedbackSource
from search_app.records.field_type import FieldType
from search_app.records.passage import Passage, passage_id
from search_app.records.query import Query
from search_app.records.ranking import Hit, Ranking
from search_app.records.reading import Reading
from search_app.records.reject import Reject
from search_app.records.score_step import ScoreStep
from search_app.records.search_filter import (
    AllOf,
    AnyOf,
    Clause,
    Condition,
    Not,
    Present,
    SearchFilter,
    TextRange,
    fields_of,
)
from search_app.records.sparse_vector import SparseVector
from search_app.records.token_contribution import TokenContribution
from search_app.records.why_report import SettingChange, WhyReport, WhyStage

__all__ = [
    "AllOf",
    "Answer",
    "AnyOf",
    "Clause",
    "Condition",
    "Document",
    "EncodedPassage",
    "FeedbackSource",
    "FieldType",
    "Hit",
    "LaneStanding",
    "MetadataValue",
    "Not",
    "Passage",
    "Present",
    "Query",
    "Ranking",
    "Reading",
    "Reject",
    "Result",
    "ScoreStep",
    "SearchFilter",
    "SettingChange",
    "SparseVector",
    "TextRange",
    "TokenContribution",
    "WhyReport",
    "WhyStage",
    "fields_of",
    "passage_id",
]
