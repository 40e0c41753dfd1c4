"""Token contributions for the results that are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from search_app.engine.live_lists import stored_vectors_encoder
from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.explain.leave_one_out import explain_rerank
from search_app.lanes.feedback import FEEDBACK, reopen_feedback
from search_app.passages import read_texts
from search_app.protocols import (
    BoundLane,
    Reranker,
    StoredPassage,
    TokenVectorEncoder,
    TokenVectors,
    VectorStore,
)
from search_app.ranking.profile import Profile
from search_app.records import Passage, Query, Result, TokenContribution, WhyReport


class AnswerEvidence:
    """See `search_app.protocols.Evidence`: the results of one answer.

    Args:
        results: What is explained.
        deep: Number of first results for which models may be run.
        store: Where their vectors are.
    """

    def __init__(self, results: Sequence[Result], deep: int, store: VectorStore) -> None:
        self._ids = [result.passage.id for result in results]
        self._deep = set(self._ids[:deep])
        self._store = store
        self._tokens: dict[str, TokenVectors] = {}

    def deep(self, passage_id: str) -> bool:
        """See `search_app.protocols.Evidence`."""
        return passage_id in self._deep

    def stored(self) -> Mapping[str, StoredPassage]:
        """See `search_app.protocols.Evidence`."""
        return self._stored

    def tokens(self, encoder: TokenVectorEncoder, passages: Sequence[Passage]) -> list[TokenVectors]:
        """See `search_app.protocols.Evidence`."""
        new = [passage for passage in passages if passage.id not in self._tokens]
        if new:
            read = read_texts(new, encoder)
            found = encoder.encode_tokens(read)
            for passage, text, tokens in zip(new, read, found, strict=True):
                self._tokens[passage.id] = _in_full_text(tokens, passage, len(text))
        return [self._tokens[passage.id] for passage in passages]

    @cached_property
    def _stored(self) -> Mapping[str, StoredPassage]:
        entries = self._store.retrieve(self._ids, with_vectors=True)
        return {entry.passage.id: entry for entry in entries}


def explain_results(
    query: Query, results: Sequence[Result], lanes: Mapping[str, BoundLane], store: VectorStore
) -> tuple[Result, ...]:
    """Return the results with the contributions of every lane, largest weight first.

    A lane is explained where it returned the result; its contributions sum to its score. What takes a run
    of a model (the dense and the feedback lane, and what caused an expansion) is told for the first
    `query.model_explanations` results only.

    Args:
        query: What was asked.
        results: What was found.
        lanes: The lanes that found it, bound to the query.
        store: Of the generation that answered.
    """
    evidence = AnswerEvidence(results, query.model_explanations, store)
    explained = [lane.explain(results, evidence) for lane in lanes.values()]
    return tuple(
        replace(
            result, tokens=_ordered([each for lane in explained for each in lane.get(result.passage.id, ())])
        )
        for result in results
    )


def explain_reranking(query: Query, results: Sequence[Result], reranker: Reranker) -> tuple[Result, ...]:
    """Add what the cross-encoder went by to the first results, see `Query.model_explanations`."""
    return tuple(
        replace(
            result,
            tokens=_ordered([*result.tokens, *explain_rerank(query.text, result.passage, reranker)]),
        )
        if position < query.model_explanations and result.rerank_score is not None
        else result
        for position, result in enumerate(results)
    )


def explain_report(
    query: Query, report: WhyReport, generation: OpenGeneration, models: Models, profile: Profile
) -> Result | None:
    """Return the passage of a report as a result with the contributions of every lane and of the reranker.

    A document that was dropped is explained by the scores it has all the same. The cross-encoder is run up
    to 64 times, where it had read the passage.

    Args:
        query: The question the report answers.
        report: About one document; None is returned for an unknown one.
        generation: The one that answered.
        models: Where encoders and the reranker come from.
        profile: What the lanes were asked with.
    """
    if report.passage is None:
        return None
    standings = {lane: standing for lane, standing in report.lanes.items() if standing is not None}
    found = Result(
        report.passage,
        report.score or 0.0,
        report.fused_score or 0.0,
        report.rerank_score,
        standings,
        steps=report.steps,
    )
    deep = replace(query, rerank=True, explain_depth=1)
    lanes: dict[str, BoundLane] = {}
    for name in standings:
        if name != FEEDBACK:
            lanes[name] = generation.lane(name, models, profile.lane_options(name)).bind(deep)
    if FEEDBACK in standings and report.feedback:
        lanes[FEEDBACK] = reopen_feedback(
            report.feedback, generation.store, deep, lambda: stored_vectors_encoder(generation, models)
        )
    explained = explain_results(deep, (found,), lanes, generation.store)
    if report.rerank_score is not None:
        explained = explain_reranking(deep, explained, models.reranker())
    return explained[0]


def _in_full_text(tokens: TokenVectors, passage: Passage, length: int) -> TokenVectors:
    """Lead the places from what was read, of this length, to the full text, whose title may be longer."""
    beyond = len(passage.full_text) - length
    if not beyond:
        return tokens
    body = length - len(passage.text)
    spans = [
        span if span is None or span[1] <= body else (span[0] + beyond, span[1] + beyond)
        for span in tokens.spans
    ]
    return TokenVectors(tuple(spans), tokens.vectors)


def _ordered(contributions: Sequence[TokenContribution]) -> tuple[TokenContribution, ...]:
    """Largest first, what no word gave behind all words."""
    return tuple(
        sorted(contributions, key=lambda each: (each.kind == "rest", -each.weight, each.lane, each.token))
    )
