"""Title and text as a model with a window reads them: a long title leaves the text its place."""

from collections.abc import Sequence

from search_app.passages.token_starts import TokenStarts
from search_app.protocols import PassageWindow
from search_app.records import Passage

TITLE_TOKENS = 64
"""Tokens of a title that are read where title and text do not fit together. Of 5,183 titles of papers
four are longer. In a window of under 128 tokens it is half of that.
"""


def title_limit(room: int) -> int:
    """Return how many tokens of a title a model reads for sure, of `room` for title and text."""
    return max(1, min(TITLE_TOKENS, room // 2))


def read_text(passage: Passage, room: int, token_starts: TokenStarts) -> str:
    """Return what a model is given of a passage: its full text, the title cut if it must be.

    It is cut after `title_limit` tokens where it is longer and the two do not fit.

    Args:
        passage: What is to be read.
        room: Tokens that are read.
        token_starts: Finds them.
    """
    title, most = passage.title, title_limit(room)
    # A token has at least one byte, so most titles need not be tokenised at all.
    if len(title) <= most and len(title.encode(errors="replace")) <= most:
        return passage.full_text
    starts = token_starts(title)
    if len(starts) <= most or len(token_starts(passage.full_text)) <= room:
        return passage.full_text
    return f"{title[: starts[most]].rstrip()} {passage.text}"


def read_texts(passages: Sequence[Passage], encoder: object) -> list[str]:
    """Return what an encoder is given of passages; one without a window reads all of them."""
    if not isinstance(encoder, PassageWindow):
        return [passage.full_text for passage in passages]
    room = encoder.passage_room
    return [read_text(passage, room, encoder.token_starts) for passage in passages]
