"""`search-app serve`: the search page."""

import os
import signal
import socket
import sys
from importlib.util import find_spec
from typing import Annotated, NoReturn

import typer

from search_app.child_python import IMPORT_ROOT, module_command, module_environment
from search_app.errors import BusyError, UnavailableError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    host: Annotated[str | None, typer.Option(help="Address; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port; 8501 by default.")] = None,
) -> None:
    """Serve the search page until interrupted."""
    from search_app.settings import read_settings

    settings = read_settings()
    run_page(host or settings.host, port or settings.port)


def run_page(host: str, port: int) -> NoReturn:
    """Become the process that serves the page.

    Streamlit takes the place of this process instead of running beside it: so a signal that ends the command
    ends the page, its exit code is the command's, and killing the command leaves nothing behind.

    Raises:
        BusyError: When the port is in use.
        UnavailableError: When the page is not part of this installation.
    """
    page = IMPORT_ROOT / "ui" / "app.py"
    if not page.is_file() or find_spec("streamlit") is None:
        raise UnavailableError(
            "the page (ui/app.py, streamlit) is not installed", todo="install search-app again"
        )
    check_free(host, port)
    typer.echo(f"Serving on http://{host}:{port} (stop with Ctrl-C)", err=True)
    command = module_command("streamlit", "run", str(page), *_options(host, port))
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # the Java machine blocks some, and masks are inherited
    os.execve(command[0], command, module_environment())  # noqa: S606  # no shell: an argument list


def _options(host: str, port: int) -> list[str]:
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
    if host in LOOPBACK:
        # A name that an attacker's DNS points at 127.0.0.1 must not reach the page's socket.
        arguments += [f"--server.allowedHosts={name}" for name in LOOPBACK]
    return arguments


def check_free(host: str, port: int) -> None:
    """Raise `BusyError` when the address is in use."""
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
