"""A question as the engine takes it."""

from dataclasses import dataclass

from search_app.errors import BadInputError
from search_app.records.search_filter import SearchFilter

MAX_QUERY_CHARACTERS = 10_000
"""Longer input is a document, not a query; the models read only the first tokens of it anyway."""

_EXPLAINED_BY_MODELS = 1  # the page opens the first; more would cost a third of a reranked search


@dataclass(frozen=True, slots=True)
class Query:
    """One search request; checked at construction.

    Attributes:
        text: What the user typed.
        limit: Number of results to return.
        filter: Conditions on metadata, or None.
        lanes: Names of the lanes to ask, or None for those of the profile.
        rerank: Whether the cross-encoder may reorder the head of the fused ranking.
        explain: Whether results carry token contributions of the matches (sparse and BM25 lanes).
        explain_depth: Number of first results for which models are run again, to tell each word's share of
            the dense score and what caused an expansion. None: 1 with rerank, and 0 without, where running
            a model would take longer than the search.
        explain_rerank: Whether those results also tell which words the cross-encoder went by; takes up to
            64 runs of it for each.
    """

    text: str
    limit: int = 10
    filter: SearchFilter | None = None
    lanes: tuple[str, ...] | None = None
    rerank: bool = True
    explain: bool = True
    explain_depth: int | None = None
    explain_rerank: bool = False

    def __post_init__(self) -> None:
        if len(self.text) > MAX_QUERY_CHARACTERS:
            raise BadInputError(
                f"a query of {len(self.text):,} characters",
                f"at most {MAX_QUERY_CHARACTERS:,}",
                "shorten it to the question itself",
            )
        if not 1 <= self.limit <= 1000:
            raise BadInputError(f"{self.limit} results", "between 1 and 1000", "choose another -k")
        if self.explain_depth is not None and self.explain_depth < 0:
            raise BadInputError(f"an explain depth of {self.explain_depth}", "0 or more")

    @property
    def is_blank(self) -> bool:
        """True when nothing is left to search for."""
        return not self.text.strip()

    @property
    def model_explanations(self) -> int:
        """Number of first results explained by running models again, see `explain_depth`."""
        if self.explain_depth is not None:
            return self.explain_depth
        return _EXPLAINED_BY_MODELS if self.rerank else 0
