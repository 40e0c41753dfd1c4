"""The sparse lane's score, word by word: query weight times document weight."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from search_app.explain.text_words import TextWord, entries_of, text_words
from search_app.explain.word_groups import Group, group_by_word, words_holding_most
from search_app.passages import read_texts
from search_app.protocols import SparseEncoder
from search_app.records import Passage, SparseVector, TokenContribution
from search_app.records.span import Span
from search_app.text.words import word_spans

SPARSE = "sparse"
FindSources = Callable[[str, Collection[int]], Mapping[int, Span]]
"""Returns, for what was read of a passage and some vocabulary ids, the token that brought each of them in."""

_WORTH_ASKING = 0.1  # of the score: finding what caused an expansion costs a run of the model


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
    find_sources: FindSources | None = None,
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
        find_sources: Asked once for the expansions that matter, so that they can name their causes.
    """
    weights = entry_contributions(query, document)
    body = text_words(passage.text, encoder, weights.keys())
    (read,) = read_texts([passage], encoder)
    title = text_words(read[: len(read) - len(passage.text)], encoder, weights.keys())
    standing = entries_of(body) | entries_of(title)
    literal = {entry: weight for entry, weight in weights.items() if entry in standing}
    expansion = {entry: weight for entry, weight in weights.items() if entry not in standing}
    sources = _source_words(read, expansion, sum(weights.values()), find_sources)
    found = [
        _literal(group, literal, query_words, body, title)
        for group in group_by_word(literal, [query_words, body, title])
    ] + [
        _expansion(group, expansion, query_words, encoder, sources)
        for group in group_by_word(expansion, [query_words])
    ]
    return sorted(found, key=lambda contribution: (-contribution.weight, contribution.token))


def _source_words(
    text: str, weights: Mapping[int, float], score: float, find_sources: FindSources | None
) -> Mapping[int, str]:
    """Return {vocabulary id: the word of the title or text that brought it in}; `text` is what was read."""
    asked = [entry for entry, weight in weights.items() if weight >= _WORTH_ASKING * score]
    if find_sources is None or not asked:
        return {}
    found = find_sources(text, asked)
    words = word_spans(text)
    return {entry: text[slice(*_word_around(words, place))] for entry, place in found.items()}


def _word_around(words: Sequence[Span], place: Span) -> Span:
    following = bisect_right(words, place[0], key=lambda word: word[0])
    word = words[following - 1] if following else place
    return word if word[1] > place[0] else place


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
    group: Group,
    weights: Mapping[int, float],
    query_words: Sequence[TextWord],
    encoder: SparseEncoder,
    sources: Mapping[int, str],
) -> TokenContribution:
    """Name an expansion by the query's word, or by its pieces when they do not make up that word."""
    name = _whole_word(group, query_words)
    pieces = [encoder.token(entry) for entry in sorted(group)]
    if name is None and len(pieces) == 1 and not pieces[0].startswith("##"):
        name = pieces[0]
    if name is None:
        holding = words_holding_most(group, weights, query_words)
        name = holding[0].surface if holding else pieces[0]
    causes = tuple(dict.fromkeys(sources[entry] for entry in sorted(group) if entry in sources))
    return replace(_contribution(name, group, weights, "expansion", ()), sources=causes)


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
    return TokenContribution(name, SPARSE, sum(weights[entry] for entry in sorted(group)), kind, spans)
