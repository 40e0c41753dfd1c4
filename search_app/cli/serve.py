"""`search-app serve`: the search page."""

import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from search_app.errors import BusyError, UnavailableError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    host: Annotated[str | None, typer.Option(help="Address; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port; 8501 by default.")] = None,
) -> None:
    """Serve the search page until interrupted."""
    from search_app.settings import read_settings

    settings = read_settings()
    run_page(host or settings.host, port or settings.port)


def run_page(host: str, port: int) -> None:
    """Run Streamlit in a process of its own and wait for it.

    Raises:
        BusyError: When the port is in use.
        UnavailableError: When the page is not part of this installation.
    """
    page = _page()
    _check_free(host, port)
    typer.echo(f"Serving on http://{host}:{port} (stop with Ctrl-C)", err=True)
    command = [sys.executable, "-m", "streamlit", "run", str(page)]
    options = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "server.enableXsrfProtection": "true",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "global.developmentMode": "false",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    if host in _LOOPBACK:
        # A name that an attacker's DNS points at 127.0.0.1 must not reach the page's socket.
        arguments += [f"--server.allowedHosts={name}" for name in _LOOPBACK]
    try:
        code = subprocess.run([*command, *arguments], check=False).returncode
    except KeyboardInterrupt:
        code = 0
    if code not in (0, 130, -2, -15):
        raise UnavailableError(f"the page stopped with exit code {code}", todo="read the lines above")


def _page() -> Path:
    from importlib.util import find_spec

    spec = find_spec("ui")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        page = Path(folder) / "app.py"
        if page.is_file():
            return page
    raise UnavailableError("the page (ui/app.py) is not installed", todo="install search-app again")


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BusyError(
                f"{host}:{port} cannot be served ({error.strerror})",
                "a free port of this machine",
                f"stop what uses it, or choose another: search-app serve --port {port + 1}",
            ) from error
