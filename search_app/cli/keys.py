"""`search-app keys`: who may use the HTTP interface."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from search_app.api.keys import KeyFile

app = typer.Typer(no_args_is_help=True, help="Keys of the HTTP interface: add, list, remove.")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What to call the key.")],
    scope: Annotated[str, typer.Option(help="What it may do: search, ingest or admin.")] = "search",
    filters: Annotated[
        list[str] | None,
        typer.Option("--filter", help="Hold every request of the key to a filter, as team=blue."),
    ] = None,
    rate: Annotated[int | None, typer.Option(min=1, help="Requests a minute.")] = None,
) -> None:
    """Make a key and print it. It is shown this once; only its hash is kept."""
    typer.echo(_keys().add(name, scope, filters or (), rate))


@app.command("list")
def list_keys(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the keys, without what they are."""
    found = _keys().keys()
    if as_json:
        rows = [
            {"name": key.name, "scope": key.scope, "filters": list(key.filters), "rate": key.rate}
            for key in found
        ]
        typer.echo(json.dumps({"keys": rows}))
        return
    if not found:
        typer.echo("No keys yet. Make one: search-app keys add NAME")
    for key in found:
        held = f"  where {' and '.join(key.filters)}" if key.filters else ""
        rate = f"  {key.rate} a minute" if key.rate else ""
        typer.echo(f"{key.name}  {key.scope}{held}{rate}")


@app.command()
def remove(name: Annotated[str, typer.Argument(help="Name of the key.")]) -> None:
    """Forget a key: requests with it are refused from now on."""
    _keys().remove(name)


def _keys() -> "KeyFile":
    from search_app.api.keys import KeyFile
    from search_app.settings import read_settings

    return KeyFile(read_settings().data_dir)
