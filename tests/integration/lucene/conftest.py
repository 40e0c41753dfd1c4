"""A small index of real sentences, and short ways to make passages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search_app.lucene import LuceneIndexWriter, LuceneSearcher
from search_app.records import Passage

SENTENCES = [
    ("Lists", "A list is a mutable sequence. Lists keep the order of their items."),
    ("Tuples", "A tuple is an immutable sequence of items."),
    ("Dictionaries", "A dictionary maps keys to values. Keys are hashable and unique."),
    ("Sets", "A set holds unique hashable items without order."),
    ("Strings", "A string is an immutable sequence of characters."),
    ("Bytes", "A bytes object is an immutable sequence of small integers."),
    ("Iterators", "An iterator yields items one at a time; iterating twice needs a new iterator."),
    ("Generators", "A generator function yields values lazily and keeps its local state."),
    ("Threads", "Threads share memory; locks guard shared state against races."),
    ("Processes", "Processes have separate memory and exchange messages through queues."),
    ("Files", "Open a file, read its lines, and close it; a context manager closes files for you."),
    ("Sockets", "A socket sends and receives bytes over a network connection."),
    ("Naïve text 😀", "Emoji 😀 come before the word running; a runner runs 🏃 after it."),
    ("Empty body", ""),
]


@pytest.fixture(scope="session")
def make_passage() -> Callable[..., Passage]:
    """Build a passage from a document id, its text, title and metadata."""

    def make(document_id: str, text: str, title: str = "", **metadata: object) -> Passage:
        return Passage(document_id, 0, 0, len(text), text, title, metadata)

    return make


@pytest.fixture(scope="session")
def passages(make_passage: Callable[..., Passage]) -> list[Passage]:
    """Each sentence, and each again under another id: plenty of ties."""
    return [
        make_passage(f"{copy}-{number}", text, title, number=number, copy=copy)
        for copy in ("first", "second")
        for number, (title, text) in enumerate(SENTENCES)
    ]


@pytest.fixture(scope="session")
def index_path(tmp_path_factory: pytest.TempPathFactory, passages: list[Passage]) -> Path:
    """Index of `passages`, in several segments; read-only for tests."""
    path = tmp_path_factory.mktemp("lucene") / "index"
    writer = LuceneIndexWriter(path)
    for start in range(0, len(passages), 10):
        writer.upsert(passages[start : start + 10])
        writer.commit()
    writer.close()
    return path


@pytest.fixture
def searcher(index_path: Path) -> Iterator[LuceneSearcher]:
    """Searcher over `index_path`."""
    opened = LuceneSearcher(index_path)
    yield opened
    opened.close()


@pytest.fixture
def build(tmp_path: Path) -> Callable[[list[Passage]], LuceneSearcher]:
    """Index some passages and open the result."""

    def index(passages: list[Passage]) -> LuceneSearcher:
        writer = LuceneIndexWriter(tmp_path / "index")
        writer.upsert(passages)
        writer.close()
        return LuceneSearcher(tmp_path / "index")

    return index
