"""Queries from a file: BEIR's JSON Lines, or id and text parted by a tab."""

import json
from pathlib import Path

from search_app.errors import BadInputError
from search_app.text.text_lines import text_lines

_EXPECTED = 'lines of query id, tab, text; or JSON Lines with "_id" and "text"'


def read_queries(path: Path) -> dict[str, str]:
    """Return {query id: text}.

    Raises:
        NotFoundError: When there is no such file.
        BadInputError: Names the first line that is no query; or when there is none.
    """
    found = _from_json(path) if ".jsonl" in path.suffixes else _from_columns(path)
    if not found:
        raise BadInputError(f"{path} holds no query", _EXPECTED, "check the file")
    return found


def _from_json(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in text_lines(path):
        if line.strip():
            identifier, text = _query(line, f"line {number} of {path}")
            found[identifier] = text
    return found


def _query(line: str, where: str) -> tuple[str, str]:
    try:
        row = json.loads(line)
        return str(row["_id"]), str(row["text"]).strip()
    except (ValueError, TypeError) as error:
        raise BadInputError(f"{where} is not a JSON object ({error})", _EXPECTED, "check the file") from error
    except KeyError as error:
        raise BadInputError(f"{where} is a query without {error}", _EXPECTED, "check the file") from error


def _from_columns(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in text_lines(path):
        identifier, tab, text = line.partition("\t")
        if line.strip() and not (tab and identifier.strip()):
            raise BadInputError(
                f"line {number} of {path} is {line.strip()[:80]!r}", _EXPECTED, "check the file"
            )
        if line.strip():
            found[identifier.strip()] = text.strip()
    return found
