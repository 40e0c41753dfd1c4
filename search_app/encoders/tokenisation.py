"""Text to token ids, by the bundle's own `tokenizer.json`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search_app.bundles.manifest import PairCut
from search_app.errors import CorruptError
from search_app.text.matching import MatchingText, matching_text

if TYPE_CHECKING:
    from tokenizers import Encoding

FILE_NAME = "tokenizer.json"
CHARACTERS_PER_TOKEN = 32
"""English has 4 to 5; what lies beyond 32 times the window is not even tokenised, which bounds the work."""

SPACE = "\u2581"
"""How sentencepiece writes the space before a word."""

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, eq=False)
class TokenRow:
    """One model input, special tokens included.

    Attributes:
        ids: int64[n], token ids.
        types: int64[n], 0 for the first text of a pair (and its special tokens), 1 for the second.
        prompt: Tokens at the start that pooling leaves out.
    """

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    prompt: int = 0


class BundleTokenizer:
    """Thread-safe: truncation is done per call, not by switching the shared tokenizer's state.

    Texts are read as `search_app.text.matching` writes them; places count characters of the text as given. A
    special token's name in a text ("[SEP]") is read as ordinary characters, so that no document can
    place special tokens.

    Args:
        path: A `tokenizer.json`.

    Raises:
        CorruptError: When it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # noqa: BLE001 - tokenizers raises plain Exception
            raise CorruptError(
                f"tokenizer {path} cannot be read ({error})",
                "a tokenizer.json of the tokenizers library",
                "install the bundle again",
            ) from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True
        self._spaced = _spaced(repr(self._tokenizer.pre_tokenizer) + repr(self._tokenizer.normalizer))

    @property
    def vocabulary_size(self) -> int:
        """Number of entries, special tokens included."""
        return int(self._tokenizer.get_vocab_size())

    def token(self, index: int) -> str:
        """Return an entry as it is written in the vocabulary, or an empty string beyond its end."""
        return self._tokenizer.id_to_token(index) or ""

    def entry(self, index: int) -> str:
        """Return an entry as a reader knows it: a word, or what stands within one marked as in `##ing`.

        WordPiece marks what continues a word, byte-level and sentencepiece vocabularies the space before.
        """
        token = self.token(index)
        if self._spaced is None or self._is_special(index):
            return token
        written = self._spaced(token)
        if not written.strip():
            return "(space)"
        return written.strip() if written[:1].isspace() else f"##{written}"

    def rows(self, texts: Sequence[str], window: int) -> list[TokenRow]:
        """Return one row per text, cut to `window` tokens, special tokens included."""
        return [_row(self._finish(encoding, window)) for encoding, _ in self._encode(texts, window)]

    def rows_with_spans(
        self, texts: Sequence[str], window: int
    ) -> list[tuple[TokenRow, list[tuple[int, int] | None]]]:
        """Return `rows` with the place of each token in its text, None for special tokens."""
        found = []
        for encoding, read in self._encode(texts, window):
            # A byte-level tokenizer takes the space before a token out of its place whenever it finishes an
            # encoding, and this one is finished twice: the places are those of the first time.
            places = [read.original(*span) for span in encoding.offsets]
            finished = self._finish(encoding, window)
            found.append((_row(finished), _places(finished, places)))
        return found

    def pair_rows(
        self, first: str, texts: Sequence[str], first_window: int, window: int, cut: PairCut = "passage"
    ) -> list[tuple[TokenRow, int]]:
        """Return a row for `first` with each text, and where the part ends that it keeps of the text.

        Ends count characters.

        Args:
            first: The query; cut to `first_window` tokens, so that some of every text remains.
            texts: The passages.
            first_window: Tokens of the query at most, special tokens included.
            window: Tokens of the pair at most, special tokens included.
            cut: What is too long: "passage" cuts only the text, "longest" the longer of the two until both
                have half of the window, as the tokenizers library's `longest_first` does.
        """
        head, room = self._head(first, first_window, window)
        whole = self._encode([first], window)[0][0] if cut == "longest" else head
        heads = {len(head.ids): head}
        rows = []
        for text, (encoding, read) in zip(texts, self._encode(texts, window), strict=True):
            kept, left = len(head.ids), room
            if cut == "longest":
                special = int(self._tokenizer.num_special_tokens_to_add(True))
                kept, left = longest_first(len(whole.ids), len(encoding.ids), max(0, window - special))
            if kept not in heads:
                heads[kept], _ = self._encode([first], window)[0]
                heads[kept].truncate(kept)
            fits = len(encoding.ids) <= left
            end = len(text) if fits else read.original(*encoding.offsets[left - 1])[1] if left else 0
            encoding.truncate(left)
            rows.append((_row(self._tokenizer.post_process(heads[kept], encoding)), end))
        return rows

    def room(self, window: int) -> int:
        """Return how many tokens of a text `rows` keeps, special tokens not counted."""
        return max(0, window - int(self._tokenizer.num_special_tokens_to_add(False)))

    def ids(self, text: str, window: int) -> list[int]:
        """Return the ids of one text cut as by `rows`, special tokens left out."""
        encoding, _ = self._encode([text], window)[0]
        encoding.truncate(self.room(window))
        return list(encoding.ids)

    def spans(self, text: str) -> list[tuple[int, int, int]]:
        """Return (id, start, end) of every token of the uncut text; offsets count characters."""
        read = matching_text(text)
        encoding = self._tokenizer.encode(sanitised(read.text), add_special_tokens=False)
        return [
            (index, *read.original(*span)) for index, span in zip(encoding.ids, encoding.offsets, strict=True)
        ]

    def pair_room(self, first: str, first_window: int, window: int) -> int:
        """Return how many tokens of a second text `pair_rows` keeps beside the first."""
        return self._head(first, first_window, window)[1]

    def _is_special(self, index: int) -> bool:
        added = self._tokenizer.get_added_tokens_decoder().get(index)
        return added is not None and added.special

    def _head(self, first: str, first_window: int, window: int) -> "tuple[Encoding, int]":
        """Return the first text of a pair, cut, and how many tokens it leaves for the second."""
        special = self._tokenizer.num_special_tokens_to_add(True)
        head, _ = self._encode([first], first_window)[0]
        head.truncate(max(1, min(self.room(first_window), (window - special) // 2)))
        return head, max(0, window - special - len(head.ids))

    def _encode(self, texts: Sequence[str], window: int) -> "list[tuple[Encoding, MatchingText]]":
        limit = window * CHARACTERS_PER_TOKEN
        read = [matching_text(text[:limit]) for text in texts]
        cleaned = [sanitised(each.text) for each in read]
        encodings = self._tokenizer.encode_batch(cleaned, add_special_tokens=False)
        return list(zip(encodings, read, strict=True))

    def _finish(self, encoding: "Encoding", window: int) -> "Encoding":
        encoding.truncate(self.room(window))
        return self._tokenizer.post_process(encoding)


def longest_first(first: int, second: int, room: int) -> tuple[int, int]:
    """Return how many tokens of two texts are kept where the longer one is cut first."""
    if first + second <= room:
        return first, second
    short = min(first, second)
    long = short if short > room else max(short, room - short)
    if short + long > room:
        short, long = room // 2, room // 2 + room % 2
    return (short, long) if first <= second else (long, short)


def sanitised(text: str) -> str:
    """Replace lone surrogates, which cannot be encoded as UTF-8, one character for one."""
    return _SURROGATES.sub("\ufffd", text)


def _spaced(steps: str) -> Callable[[str], str] | None:
    """Return what writes an entry with the space before it, or None where entries have no such mark."""
    if "ByteLevel" in steps:
        from tokenizers.decoders import ByteLevel

        decoder = ByteLevel()
        return lambda token: str(decoder.decode([token]))
    if "Metaspace" in steps or SPACE in steps:
        return lambda token: token.replace(SPACE, " ")
    return None


def _places(finished: "Encoding", offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
    places = iter(offsets)
    return [None if special else next(places) for special in finished.special_tokens_mask]


def _row(encoding: "Encoding") -> TokenRow:
    return TokenRow(np.array(encoding.ids, dtype=np.int64), np.array(encoding.type_ids, dtype=np.int64))
