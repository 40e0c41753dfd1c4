"""A folder in the layout of BEIR (Thakur et al. 2021): corpus, queries, qrels."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.data.json_lines import read_json_lines
from pipelines.judged.split_files import logged_qrels, present_or_plain, split_name
from search_app.evaluation.qrels import Judgements, Qrels, read_qrels
from search_app.evaluation.query_file import read_queries
from search_app.text.text_lines import existing_file


@dataclass(frozen=True, slots=True)
class BeirFolder:
    """`corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv`, each plain, `.gz` or `.zst`.

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

    def queries(self, split: str | None = None) -> dict[str, str]:
        """{query id: text}; one file holds those of all splits.

        Raises:
            NotFoundError: When there is no such file.
            BadInputError: Names the first line that is no query.
        """
        return read_queries(existing_file(self.path / "queries.jsonl"))

    def splits(self) -> dict[str, Path]:
        """{split: file of its judgements}."""
        return {split_name(path): path for path in sorted((self.path / "qrels").glob("*.tsv*"))}

    def judgements(self, split: str) -> Judgements:
        """The judgements of one split; see `read_qrels`."""
        return read_qrels(existing_file(self.path / "qrels" / f"{split}.tsv"))

    def qrels(self, split: str) -> Qrels:
        """{query id: {passage id: grade}} of one split; what is wrong with them is logged."""
        return logged_qrels(self.judgements(split), f"{self.name} {split}")

    def files(self, split: str | None) -> list[Path]:
        """The files a split is read from, for hashing."""
        wanted = [self.path / "corpus.jsonl"]
        if split is not None:
            wanted += [self.path / "queries.jsonl", self.path / "qrels" / f"{split}.tsv"]
        return [present_or_plain(path) for path in wanted]


def full_text(row: dict[str, object]) -> str:
    """BEIR's convention: title and text are one string for every encoder."""
    return f"{row.get('title') or ''} {row.get('text') or ''}".strip()
