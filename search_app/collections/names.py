"""Names a collection may have: safe as a folder, in a URL and as a Qdrant alias."""

import re

from search_app.errors import BadInputError

_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def check_name(name: str) -> str:
    """Return the name.

    Raises:
        BadInputError: When it could not be used as a folder name everywhere.
    """
    if not _PATTERN.fullmatch(name):
        raise BadInputError(
            f"collection name {name[:80]!r}",
            "1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit",
            "choose another --collection name",
        )
    return name
