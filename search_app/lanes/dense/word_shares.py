"""The dense lane's score, word by word: the inner product taken apart over the tokens of the passage."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from search_app.protocols import Contributions, DenseEncoder, Evidence, TokenVectorEncoder, TokenVectors
from search_app.records import Passage, Result, TokenContribution
from search_app.records.span import Span
from search_app.text.words import word_spans

DENSE = "dense"
WHOLE = "(the text as a whole)"
ROUNDING = "(rounding of the stored vector)"
_NO_ROUNDING = 1e-6


def word_shares(
    lane: str,
    vector: Callable[[], NDArray[np.float32]],
    results: Sequence[Result],
    encoder: DenseEncoder,
    evidence: Evidence,
) -> Contributions:
    """Explain the scores that a lane gave by inner products with dense vectors; see `explain_dense`.

    Args:
        lane: Its name.
        vector: Returns float32[dimension], what it searched by.
        results: What is shown.
        encoder: Of the stored vectors; one that cannot take its vectors apart explains nothing.
        evidence: Shares the token vectors with other lanes that need them.
    """
    found = [each for each in results if lane in each.lanes and evidence.deep(each.passage.id)]
    if not found or not isinstance(encoder, TokenVectorEncoder):
        return {}
    searched, tokens = vector(), evidence.tokens(encoder, [result.passage for result in found])
    return {
        result.passage.id: explain_dense(searched, result.passage, result.lanes[lane].score, parts, lane)
        for result, parts in zip(found, tokens, strict=True)
    }


def explain_dense(
    query: NDArray[np.float32], passage: Passage, score: float, tokens: TokenVectors, lane: str = DENSE
) -> list[TokenContribution]:
    """Return each word's share of the inner product, largest first; empty without token vectors.

    A text's vector is the sum of its token vectors, so the score is the sum of their inner products with the
    query. A word's share is that of its subwords; every occurrence has its own. What special tokens gave is
    one contribution, behind the words: of a model that reads the first token's state that is most of the
    score, because it has what all texts have in common. Another is the difference to `score`: an 8-bit model
    rounds a little differently in another batch, and the stored vector came from another batch.

    Args:
        query: float32[dimension], what the lane searched by: the query's vector, or feedback's.
        passage: What was found.
        score: The lane's score of it.
        tokens: Of `passage.full_text`.
        lane: The lane that gave the score.
    """
    if not tokens.spans:
        return []
    shares = tokens.vectors.astype(np.float64) @ query.astype(np.float64)
    words, whole = _by_word(passage.full_text, tokens.spans, shares.tolist())
    body = len(passage.full_text) - len(passage.text)
    found = [_contribution(passage.full_text, span, weight, body, lane) for span, weight in words.items()]
    rest = [
        TokenContribution(name, lane, weight, "rest")
        for name, weight in ((WHOLE, whole), (ROUNDING, score - float(shares.sum())))
        if abs(weight) > _NO_ROUNDING
    ]
    return sorted(found, key=lambda contribution: (-contribution.weight, contribution.spans)) + rest


def _by_word(
    text: str, spans: Sequence[Span | None], shares: Sequence[float]
) -> tuple[dict[Span, float], float]:
    """Add the shares up by word; a token outside all words (punctuation) stands alone.

    A special token has no place in the text, and the lone space of a byte-level tokenizer an empty one; a
    token of line breaks or spaces has one, and no word in it.
    """
    words = word_spans(text)
    found: dict[Span, float] = {}
    whole, position = 0.0, 0
    for span, share in zip(spans, shares, strict=True):
        if span is None or not text[slice(*span)].strip():
            whole += share
            continue
        while position < len(words) and words[position][1] <= span[0]:
            position += 1
        inside = position < len(words) and words[position][0] < span[1]
        word = words[position] if inside else span
        found[word] = found.get(word, 0.0) + share
    return found, whole


def _contribution(text: str, span: Span, weight: float, body: int, lane: str) -> TokenContribution:
    """Name a word; one of the title has no place in the passage's text, which begins at `body`."""
    start, end = span
    places = ((max(start - body, 0), end - body),) if end > body else ()
    return TokenContribution(text[start:end], lane, weight, "share", places)
