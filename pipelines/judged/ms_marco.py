"""MS MARCO passages as distributed (Bajaj et al. 2016), and RocketQA's cleaned folder with titles.

collection.tsv     id, text                    corpus.tsv       id, title, text
queries.*.tsv      id, text                    para.txt         id, text
qrels.*.tsv        query, 0, passage, grade    para.title.txt   id, title, in the order of para.txt
                                               *.query.txt      id, text
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.judged.split_files import logged_qrels, present_or_plain, split_name
from search_app.errors import BadInputError, NotFoundError
from search_app.evaluation.qrels import Judgements, Qrels, read_qrels
from search_app.evaluation.query_file import read_queries
from search_app.text.text_lines import existing_file, text_lines

CORPORA = ("corpus.tsv", "collection.tsv", "para.txt")


@dataclass(frozen=True, slots=True)
class MsMarcoFolder:
    """Each file plain, `.gz` or `.zst`.

    Attributes:
        path: The folder.
    """

    path: Path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    def passages(self) -> Iterator[tuple[str, str]]:
        """Yield (id, text); the text is title + " " + text where the folder has titles."""
        corpus = self._corpus()
        if corpus.name.startswith("para."):
            yield from self._titled_paragraphs(corpus)
        elif corpus.name.startswith("corpus."):
            for name, title, text in passage_columns(corpus, 3):
                yield name, f"{title} {text}".strip()
        else:
            for name, text in passage_columns(corpus, 2):
                yield name, text

    def queries(self, split: str | None = None) -> dict[str, str]:
        """{query id: text} of one split, or of all of them.

        Raises:
            NotFoundError: When there is no file of queries.
            BadInputError: Names the first line that is no query.
        """
        files = self._query_files(split or "*")
        if not files:
            name = split or "<split>"
            raise NotFoundError(f"no queries in {self.path}", f"queries.{name}.tsv or {name}.query.txt")
        return {name: text for path in files for name, text in read_queries(path).items()}

    def splits(self) -> dict[str, Path]:
        """{split: file of its judgements}."""
        files = sorted(self.path.glob("qrels.*tsv*"))
        return {split_name(path).removeprefix("qrels."): path for path in files}

    def judgements(self, split: str) -> Judgements:
        """The judgements of one split; see `read_qrels`."""
        return read_qrels(existing_file(self.path / f"qrels.{split}.tsv"))

    def qrels(self, split: str) -> Qrels:
        """{query id: {passage id: grade}} of one split; what is wrong with them is logged."""
        return logged_qrels(self.judgements(split), f"{self.name} {split}")

    def files(self, split: str | None) -> list[Path]:
        """The files a split is read from, for hashing; the queries are in the file of their split."""
        wanted = [self._corpus()]
        if split is not None:
            wanted += [present_or_plain(self.path / f"qrels.{split}.tsv"), *self._query_files("*")]
        return wanted

    def _query_files(self, split: str) -> list[Path]:
        return sorted(
            [*self.path.glob(f"queries.{split}.tsv*"), *self.path.glob(f"{split}.query.txt*")],
        )

    def _corpus(self) -> Path:
        for name in CORPORA:
            found = present_or_plain(self.path / name)
            if found.is_file():
                return found
        raise NotFoundError(f"no passages in {self.path}", f"{', '.join(CORPORA)}, or BEIR's corpus.jsonl")

    def _titled_paragraphs(self, corpus: Path) -> Iterator[tuple[str, str]]:
        """Join the two files while reading them; both are in the order of the collection."""
        titles = passage_columns(self.path / "para.title.txt", 2)
        name, title = next(titles, ("", ""))
        left_over = bool(name)
        for passage, text in passage_columns(corpus, 2):
            if passage != name:
                yield passage, text
                continue
            yield passage, f"{title} {text}".strip()
            name, title = next(titles, ("", ""))
            left_over = bool(name)
        if left_over:
            raise BadInputError(
                f"para.title.txt of {self.path} is not in the order of para.txt (at passage {name})",
                "both sorted alike",
                "sort both files by their first column",
            )


def passage_columns(path: Path, count: int) -> Iterator[tuple[str, ...]]:
    """Yield the columns of a file separated by tabs (by white space where there is no tab).

    Raises:
        BadInputError: Names the first line of another width.
        NotFoundError: When the file does not exist.
    """
    for number, line in text_lines(existing_file(path)):
        columns = line.split("\t", count - 1) if "\t" in line else line.split(None, count - 1)
        if len(columns) == count:
            yield tuple(columns)
        elif line.strip():
            raise BadInputError(
                f"line {number} of {path} is {line[:80]!r}", f"{count} columns separated by tabs"
            )
