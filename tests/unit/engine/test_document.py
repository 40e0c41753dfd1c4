import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.engine.document import rebuild, stored_passages
from search_app.errors import NotFoundError
from search_app.passages import SplitRule, split
from search_app.protocols import StoredPassage
from search_app.records import Document, Passage


def _words(text: str) -> list[int]:
    return [found.start() for found in re.finditer(r"\S+", text)]


class Shelf:
    """Retrieves from a dictionary, as a store does."""

    def __init__(self, passages: list[Passage]) -> None:
        self._passages = {passage.id: passage for passage in passages}

    def retrieve(self, passage_ids: list[str], with_vectors: bool = False) -> list[StoredPassage]:
        return [StoredPassage(self._passages[name]) for name in passage_ids if name in self._passages]


TEXTS = st.lists(
    st.sampled_from(["one.", "two", "three!", "\n\n", "\n", "  ", " four "]), min_size=1, max_size=200
)


@given(TEXTS.map(" ".join), st.integers(1, 8), st.integers(0, 4))
def test_a_document_comes_back_but_for_its_white_space(text: str, budget: int, overlap: int) -> None:
    document = Document("d", "Title", text, {"year": 1990})
    passages = split(document, SplitRule(_words, budget, min(overlap, budget - 1)))
    if not passages:
        return
    found = rebuild(stored_passages(Shelf(passages), "d"))  # type: ignore[arg-type]
    assert (found.id, found.title, found.metadata) == ("d", "Title", {"year": 1990})
    assert found.text.split() == text.split()
    for passage in passages:
        assert found.text[passage.start : passage.end] == passage.text


@pytest.mark.parametrize("count", [1, 63, 64, 65, 128, 130])
def test_any_number_of_passages_is_found(count: int) -> None:
    passages = [Passage("d", number, number, number + 1, "x") for number in range(count)]
    assert stored_passages(Shelf(passages), "d") == tuple(passages)  # type: ignore[arg-type]


def test_a_document_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFoundError, match="no document 'other'"):
        stored_passages(Shelf([]), "other")  # type: ignore[arg-type]
