"""`search-app collections delete`: a collection with all it holds."""

from typing import Annotated

import typer

from search_app.errors import BadInputError

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the collection.")]


def delete(
    name: _Name, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
) -> None:
    """Delete a collection with all its vectors and its index."""
    from search_app.collections import Catalog
    from search_app.collections.builds.delete_collection import delete_collection
    from search_app.settings import read_settings
    from search_app.stores import choose_host

    settings = read_settings()
    catalog = Catalog(settings.data_dir)
    if not catalog.exists(name) and not catalog.folder(name).deleting_file.exists():
        raise catalog.unknown(name)
    if not yes and not _confirmed(name):
        typer.echo("Nothing was deleted.", err=True)
        raise typer.Exit(1)
    delete_collection(catalog.folder(name), choose_host(settings))
    typer.echo(f"Deleted {name}.", err=True)


def _confirmed(name: str) -> bool:
    import sys

    if not sys.stdin.isatty():
        raise BadInputError(
            f"deleting {name!r} without a terminal to ask on", "a confirmation", "add --yes if you mean it"
        )
    return typer.confirm(f"Delete collection {name} for good?", err=True)
