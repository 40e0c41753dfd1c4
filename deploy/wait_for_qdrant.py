"""Wait until the Qdrant server named by QDRANT_URL is ready, then become the command given as arguments.

Only the standard library: the container starts with it. Without QDRANT_URL there is nothing to wait for.
"""

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

_PATIENCE_SECONDS = 180.0
_PAUSE_SECONDS = 1.0


def status(command: Sequence[str]) -> int:
    """Return 0 when `command` may start, else the exit status to stop with."""
    if not command:
        sys.stderr.write("error: no command given; expected one to run once Qdrant is ready\n")
        return 2
    url = os.environ.get("QDRANT_URL")
    patience = float(os.environ.get("QDRANT_WAIT_SECONDS", _PATIENCE_SECONDS))
    return 0 if not url or wait(url, patience) else 7


def wait(url: str, patience: float, pause: float = _PAUSE_SECONDS) -> bool:
    """Ask `url`/readyz until it answers 200; False, with a line on the error stream, after `patience` s."""
    if not url.startswith(("http://", "https://")):
        sys.stderr.write(f"error: QDRANT_URL={url!r} is no address; expected http://HOST:6333\n")
        return False
    deadline = time.monotonic() + patience
    while True:
        problem = _problem(url.rstrip("/") + "/readyz")
        if problem is None:
            return True
        if time.monotonic() + pause > deadline:
            sys.stderr.write(
                f"error: Qdrant at {url} is not ready after {patience:.0f} s ({problem}); "
                "look at `docker compose logs qdrant`\n"
            )
            return False
        time.sleep(pause)


def _problem(address: str) -> str | None:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310  (scheme checked by the caller)
            return None
    except (urllib.error.URLError, OSError, ValueError) as error:
        return str(error)


if __name__ == "__main__":
    if refused := status(sys.argv[1:]):
        sys.exit(refused)
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606  (no shell: the container's own command)
