"""Names that can be a folder's everywhere, a part of a URL and an alias."""

import re

from search_app.errors import BadInputError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def is_plain_name(name: str) -> bool:
    """Whether it is 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit."""
    return _NAME.fullmatch(name) is not None


def check_plain_name(what: str, name: str, todo: str) -> str:
    """Return the name.

    Args:
        what: Is named, for the message.
        name: Of it.
        todo: How to choose another.

    Raises:
        BadInputError: When it could not be used as a folder name everywhere.
    """
    if not is_plain_name(name):
        raise BadInputError(
            f"{what} name {name[:80]!r}",
            "1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit",
            todo,
        )
    return name
