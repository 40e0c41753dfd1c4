"""MS MARCO passages as distributed (Bajaj et al. 2016), and RocketQA's cleaned folder with titles.

collection.tsv     id, text                    corpus.tsv       id, title, text
queries.*.tsv      id, text                    para.txt         id, text
qrels.*.tsv        query, 0, passage, grade    para.title.txt   id, title, in the order of para.txt
                                               *.query.txt      id, text
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.data.json_lines import open_text
from pipelines.judged.beir_folder import Qrels
from search_app.errors import BadInputError, NotFoundError

CORPORA = ("corpus.tsv", "collection.tsv", "para.txt")


@dataclass(frozen=True, slots=True)
class MsMarcoFolder:
    """Each file plain or gzipped.

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
            for name, title, text in read_columns(corpus, 3):
                yield name, f"{title} {text}".strip()
        else:
            for name, text in read_columns(corpus, 2):
                yield name, text

    def queries(self) -> dict[str, str]:
        """{query id: text} of all splits.

        Raises:
            NotFoundError: When there is no file of queries.
        """
        files = sorted([*self.path.glob("queries.*.tsv*"), *self.path.glob("*.query.txt*")])
        if not files:
            raise NotFoundError(f"no queries in {self.path}", "queries.<split>.tsv or <split>.query.txt")
        return {name: text for path in files for name, text in read_columns(path, 2)}

    def qrels(self, split: str) -> Qrels:
        """{query id: {passage id: grade}} of one split.

        Raises:
            BadInputError: Names the first line that is no judgement.
        """
        path = self.path / f"qrels.{split}.tsv"
        found: Qrels = {}
        for number, (query, _, passage, grade) in enumerate(read_columns(path, 4), start=1):
            try:
                found.setdefault(query, {})[passage] = int(grade)
            except ValueError as error:
                raise BadInputError(f"line {number} of {path} has the grade {grade!r}", "a number") from error
        return found

    def files(self, split: str | None) -> list[Path]:
        """The files a split is read from, for hashing; the queries are in the file of their split."""
        wanted = [self._corpus()]
        if split is not None:
            wanted.append(_existing(self.path / f"qrels.{split}.tsv"))
            wanted += sorted([*self.path.glob("queries.*.tsv*"), *self.path.glob("*.query.txt*")])
        return wanted

    def _corpus(self) -> Path:
        for name in CORPORA:
            for path in (self.path / name, self.path / f"{name}.gz"):
                if path.is_file():
                    return path
        raise NotFoundError(f"no passages in {self.path}", f"{', '.join(CORPORA)}, or BEIR's corpus.jsonl")

    def _titled_paragraphs(self, corpus: Path) -> Iterator[tuple[str, str]]:
        """Join the two files while reading them; both are in the order of the collection."""
        titles = read_columns(self.path / "para.title.txt", 2)
        name, title = next(titles, ("", ""))
        left_over = bool(name)
        for passage, text in read_columns(corpus, 2):
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


def read_columns(path: Path, count: int) -> Iterator[tuple[str, ...]]:
    """Yield the columns of a file separated by tabs (by white space where there is no tab).

    Raises:
        BadInputError: Names the first line of another width.
        NotFoundError: When the file does not exist.
    """
    with open_text(path) as stream:
        for number, line in enumerate(stream, start=1):
            line = line.rstrip("\r\n")  # noqa: PLW2901 - the same line without its end
            columns = line.split("\t", count - 1) if "\t" in line else line.split(None, count - 1)
            if len(columns) == count:
                yield tuple(columns)
            elif line.strip():
                raise BadInputError(
                    f"line {number} of {path} is {line[:80]!r}", f"{count} columns separated by tabs"
                )


def _existing(path: Path) -> Path:
    return path if path.is_file() else path.with_name(path.name + ".gz")
