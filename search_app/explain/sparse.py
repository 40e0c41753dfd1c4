"""The sparse lane's score, word by word: query weight times document weight."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from search_app.explain.text_words import TextWord, entries_of, text_words
from search_app.explain.word_groups import Group, group_by_word, words_holding_most
from search_app.protocols import SparseEncoder
from search_app.records import Passage, SparseVector, TokenContribution

LANE = "sparse"


def entry_contributions(query: SparseVector, document: SparseVector) -> dict[int, float]:
    """Return {vocabulary id: query weight × document weight} in float64, for the entries they share."""
    shared, mine, theirs = np.intersect1d(
        query.indices, document.indices, assume_unique=True, return_indices=True
    )
    products = query.values[mine].astype(np.float64) * document.values[theirs].astype(np.float64)
    return dict(zip(shared.tolist(), products.tolist(), strict=True))


def explain_sparse(
    query_words: Sequence[TextWord],
    query: SparseVector,
    passage: Passage,
    document: SparseVector,
    encoder: SparseEncoder,
) -> list[TokenContribution]:
    """Return the contributions to the inner product, largest first.

    Pieces of one word are shown as that word. An entry is literal when it stands in the passage's text or
    title, otherwise it is an expansion: the model put it into the document's vector. Every shared entry is
    counted exactly once, so the weights sum to `query.dot(document)`.

    Args:
        query_words: Words of the query, see `text_words`.
        query: Its vector.
        passage: What was found.
        document: Its stored vector.
        encoder: The encoder of both vectors.
    """
    weights = entry_contributions(query, document)
    body = text_words(passage.text, encoder)
    title = text_words(passage.title, encoder)
    standing = entries_of(body) | entries_of(title)
    literal = {entry: weight for entry, weight in weights.items() if entry in standing}
    expansion = {entry: weight for entry, weight in weights.items() if entry not in standing}
    found = [
        _literal(group, literal, query_words, body, title)
        for group in group_by_word(literal, [query_words, body, title])
    ] + [
        _expansion(group, expansion, query_words, encoder)
        for group in group_by_word(expansion, [query_words])
    ]
    return sorted(found, key=lambda contribution: (-contribution.weight, contribution.token))


def _literal(
    group: Group,
    weights: Mapping[int, float],
    query_words: Sequence[TextWord],
    body: Sequence[TextWord],
    title: Sequence[TextWord],
) -> TokenContribution:
    places = words_holding_most(group, weights, body)
    shown = places or words_holding_most(group, weights, title)
    name = _whole_word(group, query_words) or shown[0].surface
    return _contribution(name, group, weights, "literal", tuple((word.start, word.end) for word in places))


def _expansion(
    group: Group, weights: Mapping[int, float], query_words: Sequence[TextWord], encoder: SparseEncoder
) -> TokenContribution:
    """Name an expansion by the query's word, or by its pieces when they do not make up that word."""
    name = _whole_word(group, query_words)
    pieces = [encoder.token(entry) for entry in sorted(group)]
    if name is None and len(pieces) == 1 and not pieces[0].startswith("##"):
        name = pieces[0]
    if name is None:
        holding = words_holding_most(group, weights, query_words)
        name = holding[0].surface if holding else pieces[0]
    return _contribution(name, group, weights, "expansion", ())


def _whole_word(group: Group, words: Sequence[TextWord]) -> str | None:
    """The word all of whose pieces the group holds, as it is written."""
    return next((word.surface for word in words if word.entries and group.issuperset(word.entries)), None)


def _contribution(
    name: str,
    group: Group,
    weights: Mapping[int, float],
    kind: Literal["literal", "expansion"],
    spans: tuple[tuple[int, int], ...],
) -> TokenContribution:
    return TokenContribution(name, LANE, sum(weights[entry] for entry in sorted(group)), kind, spans)
