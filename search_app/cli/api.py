"""`search-app api`: the search over HTTP."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from search_app.cli.serve import LOOPBACK, check_free
from search_app.errors import BadInputError

if TYPE_CHECKING:
    from search_app.api.keys import KeyFile

PORT = 8600


def api(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port.")] = PORT,
    keys: Annotated[
        bool | None,
        typer.Option(
            "--keys/--no-keys", help="Ask for keys; by default on every address but this machine's own."
        ),
    ] = None,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="Searches that run beside each other.")] = 2,
    waiting: Annotated[int, typer.Option(min=0, help="Searches that may wait for their turn.")] = 32,
) -> None:
    """Serve the search over HTTP until interrupted; GET /openapi.json describes it."""
    import uvicorn

    from search_app.api.app import make_app
    from search_app.engine.service import SearchService
    from search_app.settings import read_settings

    settings = read_settings()
    known = keys_for(host, keys, settings.data_dir)
    check_free(host, port)
    typer.echo(f"Serving on http://{host}:{port}/v1 (stop with Ctrl-C)", err=True)
    app = make_app(
        lambda: SearchService(settings), known, LOOPBACK if known is None else (), at_once, waiting
    )
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def keys_for(host: str, wanted: bool | None, data_dir: Path) -> "KeyFile | None":
    """Return the keys to ask for, or None to ask for none.

    Args:
        host: Address to listen on.
        wanted: What the options say; None for keys on every address but this machine's own.
        data_dir: Where keys are kept.

    Raises:
        BadInputError: When keys are to be asked for and there is none.
    """
    from search_app.api.keys import KeyFile

    if not (host not in LOOPBACK if wanted is None else wanted):
        return None
    known = KeyFile(data_dir)
    if not known.keys():
        raise BadInputError(
            f"{host} without a key",
            "at least one key, since others can reach this address",
            "make one: search-app keys add NAME",
        )
    return known
