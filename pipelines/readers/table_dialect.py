"""How a text table separates and quotes its cells, found out from its first lines."""

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.readers.field_map import ID_FIELDS, TEXT_FIELDS, TITLE_FIELDS

SAMPLE_LINES = 200
_MOST_BEFORE = 20
_DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}
_USUAL = frozenset((*ID_FIELDS, *TITLE_FIELDS, *TEXT_FIELDS))


@dataclass(frozen=True, slots=True)
class TableDialect:
    r"""How cells are written.

    Attributes:
        delimiter: Between two cells.
        quoted: Whether cells may stand in quotes.
        backslash: Whether a quote within quotes is written `\"` instead of `""`.
        spaces: Whether spaces after a delimiter are no part of the cell.
        skip: Lines before the header.
        preamble: Those of them that say something of their own.
    """

    delimiter: str
    quoted: bool = True
    backslash: bool = False
    spaces: bool = False
    skip: int = 0
    preamble: int = 0

    def options(self) -> dict[str, Any]:
        """Return the options of `csv.reader`."""
        quoting = csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE
        escape = {"escapechar": "\\", "doublequote": False} if self.backslash else {}
        return {
            "delimiter": self.delimiter,
            "quoting": quoting,
            "skipinitialspace": self.spaces,
            "strict": True,
            **escape,
        }

    def note(self, usual: str) -> str | None:
        """Return what is to be said about it in a table whose usual delimiter is another, or None."""
        told = []
        if self.delimiter != usual:
            told.append(f"its cells are separated by {_DELIMITERS.get(self.delimiter, repr(self.delimiter))}")
        if self.backslash:
            told.append('its quotes are written \\"')
        if self.spaces:
            told.append("spaces after a separator are left out")
        if self.preamble:
            lines = "1 line stands" if self.preamble == 1 else f"{self.preamble} lines stand"
            told.append(f"{lines} before the header and {'was' if self.preamble == 1 else 'were'} left out")
        return "; ".join(told) or None


def sniff(lines: Sequence[str], usual: str, names: Collection[str] = ()) -> TableDialect:
    """Return how a table is written.

    Args:
        lines: Its first lines; a last one that is cut does no harm.
        usual: The delimiter its suffix speaks for.
        names: Columns that were asked for.
    """
    first = lines[0] if lines else ""
    said = first.strip('"')
    if said[:4].lower() == "sep=" and len(said) == 5:
        return _quoting(TableDialect(said[4], skip=1), lines)
    known = _USUAL | {name.lower() for name in names}
    before = _before_the_header(lines, known)
    if before:
        return replace(sniff(lines[before:], usual, names), skip=before, preamble=before)
    choices = sorted(_DELIMITERS, key=lambda delimiter: delimiter != usual)
    best = max(choices, key=lambda delimiter: _score(delimiter, lines, known))
    return _quoting(TableDialect(best), lines)


def _before_the_header(lines: Sequence[str], known: Collection[str]) -> int:
    """Return how many lines of one cell, such as a report's name, stand before a header of known names."""
    for number, line in enumerate(lines[:_MOST_BEFORE]):
        cells = [[cell.strip(' "').lower() for cell in line.split(sign)] for sign in _DELIMITERS]
        if any(cell in known for row in cells for cell in row):
            return number
        if line.strip() and not line.lstrip().startswith("#") and max(map(len, cells)) > 1:
            return 0
    return 0


def _score(delimiter: str, lines: Sequence[str], known: Collection[str]) -> tuple[int, float, int]:
    rows = _rows(TableDialect(delimiter), lines[:20])
    if not rows or len(rows[0]) < 2:
        return 0, 0.0, 0
    header = rows[0]
    usual = sum(name.strip().lower() in known for name in header)
    return usual, sum(len(row) == len(header) for row in rows) / len(rows), len(header)


def _quoting(plain: TableDialect, lines: Sequence[str]) -> TableDialect:
    """Return the first of the ways of quoting that makes the most rows fit the header."""
    body = lines[plain.skip :]
    unquoted = replace(plain, quoted=False)
    if not any('"' in line for line in body):
        # Tabs stand in no cell; a quote further down is then a letter.
        return unquoted if plain.delimiter == "\t" else plain
    if plain.delimiter == "\t":
        cells = [cell for line in body for cell in line.split("\t")]
        whole = any(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in cells)
        fits = whole or any(cell.startswith('"') for cell in cells)
        return plain if fits and _fits(plain, body) == 1.0 else unquoted
    ways = [plain, replace(plain, spaces=True)]
    if any('\\"' in line for line in body):
        ways.append(replace(plain, backslash=True))
    return max(ways, key=lambda way: _fits(way, body))


def _fits(dialect: TableDialect, lines: Sequence[str]) -> float:
    rows = _rows(dialect, lines)
    if not rows:
        return 0.0
    right = sum(len(row) == len(rows[0]) for row in rows)
    # A record that swallows lines has fewer rows for them.
    return right / max(len(rows), 1)


def _rows(dialect: TableDialect, lines: Sequence[str]) -> list[list[str]]:
    """Return the rows; one that cannot be read comes empty, and one that the sample cuts not at all."""
    rows: list[list[str]] = []
    reader = csv.reader((f"{line}\n" for line in lines if line), **dialect.options())
    while True:
        try:
            rows.append(next(reader))
        except StopIteration:
            return rows
        except csv.Error as error:
            if "end of data" in str(error):
                return rows if len(lines) >= SAMPLE_LINES else [*rows, []]
            rows.append([])
