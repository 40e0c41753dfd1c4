"""Stretches of passages, with the tokens of the whole that they consist of."""

import math
import random
from dataclasses import dataclass

from transformers import PreTrainedTokenizerBase

SHORTEST = 2
LONGEST = 0.6
"""Words of a stretch: at least this many, at most this share of the passage's."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring words of a passage.

    Attributes:
        start: Its first token in the passage's row, special tokens included.
        end: One past its last token.
        text: As written.
    """

    start: int
    end: int
    text: str


def draw_stretches(
    text: str, tokenizer: PreTrainedTokenizerBase, tokens: int, count: int, draw: random.Random
) -> list[Stretch]:
    """Draw stretches of whole words from the part of a passage that its window holds.

    Their lengths are drawn evenly on a logarithmic scale, so that short ones are as frequent as long ones. A
    passage too short for any is its own stretch.

    Args:
        text: The passage.
        tokenizer: A fast one.
        tokens: Window, special tokens included.
        count: How many.
        draw: Says where.
    """
    row = tokenizer(text, truncation=True, max_length=tokens, return_offsets_mapping=True, verbose=False)
    offsets = row["offset_mapping"]
    inside = [place for place, (start, end) in enumerate(offsets) if end > start]
    begins = [place for place in inside if offsets[place][0] == 0 or text[offsets[place][0] - 1].isspace()]
    if len(begins) <= SHORTEST:
        return [Stretch(0, len(offsets), text)] * count
    longest = max(SHORTEST, round(LONGEST * len(begins)))
    found = []
    for _ in range(count):
        words = round(math.exp(draw.uniform(math.log(SHORTEST), math.log(longest))))
        first = draw.randrange(len(begins) - words + 1)
        start = begins[first]
        end = begins[first + words] if first + words < len(begins) else inside[-1] + 1
        found.append(Stretch(start, end, text[offsets[start][0] : offsets[end - 1][1]]))
    return found
