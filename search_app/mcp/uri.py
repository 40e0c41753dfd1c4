"""Addresses of collections and documents as resources."""

from urllib.parse import quote, unquote

SCHEME = "search-app:///"
"""Without a host: programs write hosts in small letters, and names of collections are what they are."""


def uri_of(collection: str, document: str | None = None) -> str:
    """Return the address of a collection, or of a document in it."""
    parts = [collection] if document is None else [collection, document]
    return SCHEME + "/".join(quote(part, safe="", errors="surrogatepass") for part in parts)


def parts_of(uri: str) -> list[str]:
    """Return the collection and the document that an address names; empty for another address."""
    return [unquote(part) for part in uri.removeprefix(SCHEME).split("/")] if uri.startswith(SCHEME) else []
