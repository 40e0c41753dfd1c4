"""`search-app api`: the search over HTTP."""

from typing import Annotated

import typer

from search_app.cli.serve import LOOPBACK, check_free
from search_app.errors import BadInputError

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
    from search_app.api.keys import KeyFile
    from search_app.engine.service import SearchService
    from search_app.settings import read_settings

    settings = read_settings()
    wanted = host not in LOOPBACK if keys is None else keys
    known = KeyFile(settings.data_dir) if wanted else None
    if known is not None and not known.keys():
        raise BadInputError(
            f"{host} without a key",
            "at least one key, since others can reach this address",
            "make one: search-app keys add NAME",
        )
    check_free(host, port)
    typer.echo(f"Serving on http://{host}:{port}/v1 (stop with Ctrl-C)", err=True)
    app = make_app(lambda: SearchService(settings), known, () if wanted else LOOPBACK, at_once, waiting)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
