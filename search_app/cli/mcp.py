"""`search-app mcp`: the search as tools for agents."""

import signal
from importlib.util import find_spec
from typing import Annotated

import typer

from search_app.cli.serve import LOOPBACK, check_free
from search_app.errors import BadInputError, UnavailableError

PORT = 8610


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve over streamable HTTP instead of standard input and output.")
    ] = False,
    host: Annotated[str, typer.Option(help="With --http: address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="With --http: port.")] = PORT,
    keys: Annotated[
        bool | None,
        typer.Option(
            "--keys/--no-keys",
            help="With --http: ask for keys; by default on every address but this machine's own.",
        ),
    ] = None,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="Calls that run beside each other.")] = 2,
    waiting: Annotated[int, typer.Option(min=0, help="Calls that may wait for their turn.")] = 32,
) -> None:
    """Serve agents by the Model Context Protocol, until standard input ends or interrupted.

    Over standard input and output, the client is held to the key in SEARCH_APP_API_KEY where there is one.
    """
    if find_spec("mcp") is None:
        raise UnavailableError(
            "the Model Context Protocol's SDK is not installed",
            todo="install it: pip install 'search-app[mcp]'",
        )
    if http:
        _serve_http(host, port, keys, at_once, waiting)
    else:
        _serve_stdio(at_once, waiting)


def _serve_stdio(at_once: int, waiting: int) -> None:
    from search_app.api.access import Door, Rates
    from search_app.api.keys import KeyFile, key_of
    from search_app.api.model_queue import ModelQueue
    from search_app.engine.service import SearchService
    from search_app.mcp.stdio import run_stdio
    from search_app.settings import read_settings

    settings = read_settings()
    secret = settings.api_key.get_secret_value() if settings.api_key else None
    known = KeyFile(settings.data_dir) if secret else None
    if known is not None and key_of(secret or "", known.keys()) is None:
        raise BadInputError(
            "SEARCH_APP_API_KEY is no key that is known here",
            "a key made by `search-app keys add NAME`",
            "correct or unset it",
        )
    # A thread reads standard input and cannot be woken: Python's own way of stopping would wait for a line.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with SearchService(settings) as service:
        run_stdio(Door(service, known, Rates()), secret, ModelQueue(at_once, waiting))


def _serve_http(host: str, port: int, keys: bool | None, at_once: int, waiting: int) -> None:
    import uvicorn

    from search_app.api.model_queue import ModelQueue
    from search_app.cli.api import keys_for
    from search_app.engine.service import SearchService
    from search_app.mcp.http import PATH, make_app
    from search_app.settings import read_settings

    settings = read_settings()
    known = keys_for(host, keys, settings.data_dir)
    check_free(host, port)
    typer.echo(f"Serving on http://{host}:{port}{PATH} (stop with Ctrl-C)", err=True)
    hosts = LOOPBACK if known is None else ()
    app = make_app(lambda: SearchService(settings), ModelQueue(at_once, waiting), known, hosts)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
