"""Which column of a table is what, decided once for all its rows."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.readers.field_map import ID_FIELDS, ROW_HASH, ROW_NUMBER, FieldMap, find_field
from search_app.errors import BadInputError


def resolve_columns(table: str, names: Sequence[str], field_map: FieldMap, hashed: bool = False) -> FieldMap:
    """Return the complete mapping for a table with these columns.

    Args:
        table: What to call it in messages.
        names: Its columns.
        field_map: What is said about them; the rest is guessed from the names.
        hashed: Whether rows of a table without a column for the id get `ROW_HASH`.

    Raises:
        BadInputError: When there is no column for the id or the text, or none of a name that was asked for;
            names the columns there are.
    """
    there = ", ".join(names)
    missing = field_map.missing_from(names)
    if missing:
        raise BadInputError(
            f"{table} has no column {', '.join(missing)}; its columns are {there}",
            "columns of the table",
            "correct --map",
        )
    if hashed and field_map.id is None and find_field(names, ID_FIELDS) is None:
        field_map = replace(field_map, id=ROW_HASH)
    try:
        return field_map.resolved(names)
    except ValueError as error:
        what = "id" if str(error).startswith("no id") else "text"
        row_number = f" (id={ROW_NUMBER} numbers the rows)" if what == "id" else ""
        raise BadInputError(
            f"{table} has no column for the {what}; its columns are {there}",
            str(error).partition("expected ")[2],
            f"name it with --map {what}=COLUMN{row_number}",
        ) from error
