"""Names a collection may have: safe as a folder, in a URL and as a Qdrant alias."""

from search_app.plain_name import check_plain_name


def check_name(name: str) -> str:
    """Return the name.

    Raises:
        BadInputError: When it could not be used as a folder name everywhere.
    """
    return check_plain_name("collection", name, "choose another --collection name")
