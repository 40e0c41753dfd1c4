"""Lines of the text files of evaluation: columns parted by tabs or spaces, plain or packed."""

from collections.abc import Iterator
from pathlib import Path

from search_app.text.text_lines import text_lines


def read_columns(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, columns) of every line that is not blank.

    A line with a tab is parted at its tabs, any other at white space.

    Raises:
        NotFoundError: When there is no such file.
        BadInputError: When it is not text.
    """
    for number, line in text_lines(path):
        if line.strip():
            yield number, [part.strip() for part in line.split("\t")] if "\t" in line else line.split()
