"""What an evaluation asks and judges by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipelines.readers import Reader
from search_app.evaluation.qrels import Judgements


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Queries, their judgements, and where the documents come from.

    Attributes:
        name: Name of the data set.
        split: Which judgements; "-" where there is only one set of them.
        queries: {query id: text} of the judged queries, in the order of the judgements.
        judgements: What is relevant; only of queries that have a text.
        open_documents: Opens the documents for an ingest, or None when they must be in a collection already.
    """

    name: str
    split: str
    queries: Mapping[str, str]
    judgements: Judgements
    open_documents: Callable[[], Reader] | None = None
