"""The documentation of the running Python: docstrings of its standard library, and the help topics."""

import ast
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipelines.readers.docstrings import docstrings
from pipelines.readers.fields import build_document
from pipelines.readers.python_sources import SourceFile, package_sources, standard_library
from pipelines.readers.reader import Located
from search_app.errors import NotFoundError
from search_app.records import Reject

WORD = "python-docs"
"""What stands for this source on the command line."""


class PythonDocsReader:
    """Reads the docstring of every public module, class, function and method, and the help topics.

    Id and title are the qualified name; metadata are `module`, `kind` and `file`. Names that begin with
    an underscore are left out: they are not documentation. Sources are parsed, never imported.

    Args:
        packages: Installed packages to read as well, such as "numpy".
    """

    name = WORD
    presplit = False

    def __init__(self, packages: Sequence[str] = ()) -> None:
        self.source = " ".join([WORD, *sorted(packages)])
        self._files = list(standard_library())
        for package in sorted(set(packages)):
            self._files.extend(package_sources(package))
        self._read = 0

    @property
    def fraction(self) -> float:
        """Share of the source files read so far."""
        return self._read / len(self._files)

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`."""
        yield from _read_topics()
        # A module in C and its twin in Python may both document one name; the first one counts.
        seen: set[str] = set()
        for file in self._files:
            for item in _read_file(file):
                identifier = item.document.id if isinstance(item, Located) else item.position
                if identifier not in seen:
                    seen.add(identifier)
                    yield item
            self._read += 1


def _read_file(file: SourceFile) -> Iterator[Located | Reject]:
    try:
        source = file.path.read_bytes()
        for entry in docstrings(source, file.module):
            position = f"{file.shown}:{entry.line}"
            fields = {"module": file.module, "kind": entry.kind, "file": file.shown}
            yield _located(entry.name, entry.name, entry.text, fields, position)
    except (OSError, ValueError) as error:
        yield Reject(file.shown, str(error))


def _read_topics() -> Iterator[Located | Reject]:
    path = Path(sysconfig.get_path("stdlib")) / "pydoc_data" / "topics.py"
    for name, text in sorted(_topics(path).items()):
        fields = {"module": "pydoc_data.topics", "kind": "topic", "file": "pydoc_data/topics.py"}
        title = text.strip().split("\n", 1)[0].replace('"', "")
        # The prefix keeps the topic `numbers` apart from the module `numbers`.
        yield _located(f"topic:{name}", title, text.strip(), fields, f"pydoc_data/topics.py:{name}")


def _topics(path: Path) -> Mapping[str, str]:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError) as error:
        raise NotFoundError(
            f"the help topics of this Python cannot be read ({error})",
            f"a readable {path}",
            "install Python with its standard library",
        ) from error
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            topics: Mapping[str, str] = ast.literal_eval(node.value)
            return topics
    return {}


def _located(
    identifier: str, title: str, text: str, fields: Mapping[str, str], position: str
) -> Located | Reject:
    try:
        return Located(build_document(identifier, title, text, fields), position)
    except ValueError as error:
        return Reject(position, str(error), identifier)
