"""A folder in the layout of BEIR (Thakur et al. 2021): corpus, queries, qrels."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.data.json_lines import open_text, read_json_lines
from search_app.errors import BadInputError

Qrels = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class BeirFolder:
    """`corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv`, each plain or gzipped.

    Attributes:
        path: The folder.
    """

    path: Path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    def passages(self) -> Iterator[tuple[str, str]]:
        """Yield (id, text); the text is title + " " + text where there is a title."""
        for row in read_json_lines(self.path / "corpus.jsonl"):
            yield str(row["_id"]), full_text(row)

    def titled_passages(self) -> Iterator[tuple[str, str]]:
        """Yield (title, text without it) of the passages that have both."""
        for row in read_json_lines(self.path / "corpus.jsonl"):
            title, text = str(row.get("title") or "").strip(), str(row.get("text") or "").strip()
            if title and text:
                yield title, text

    def queries(self) -> dict[str, str]:
        """{query id: text}."""
        rows = read_json_lines(self.path / "queries.jsonl")
        return {str(row["_id"]): str(row["text"]).strip() for row in rows}

    def qrels(self, split: str) -> Qrels:
        """{query id: {passage id: grade}} of one split.

        Raises:
            BadInputError: On a line that is not query id, passage id and a whole number.
        """
        path = self.path / "qrels" / f"{split}.tsv"
        found: Qrels = {}
        with open_text(path) as stream:
            next(stream, None)
            for number, line in enumerate(stream, start=2):
                query, passage, grade = _judgement(line, path, number)
                found.setdefault(query, {})[passage] = grade
        return found

    def files(self, split: str | None) -> list[Path]:
        """The files a split is read from, for hashing."""
        wanted = [self.path / "corpus.jsonl"]
        if split is not None:
            wanted += [self.path / "queries.jsonl", self.path / "qrels" / f"{split}.tsv"]
        return [path if path.is_file() else path.with_name(path.name + ".gz") for path in wanted]


def full_text(row: dict[str, object]) -> str:
    """BEIR's convention: title and text are one string for every encoder."""
    return f"{row.get('title') or ''} {row.get('text') or ''}".strip()


def _judgement(line: str, path: Path, number: int) -> tuple[str, str, int]:
    parts = line.rstrip("\r\n").split("\t")
    try:
        query, passage, grade = parts
        return query, passage, int(float(grade))
    except ValueError as error:
        expected = "query id, passage id and a grade, separated by tabs"
        raise BadInputError(f"line {number} of {path} is {line.strip()[:80]!r}", expected) from error
