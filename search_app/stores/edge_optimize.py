"""Building a shard's graph in a process of its own: `python -m search_app.stores.edge_optimize`."""

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

from search_app.child_python import module_command, module_environment
from search_app.errors import SearchAppError, UnavailableError
from search_app.stores.edge_failures import damaged
from search_app.stores.edge_shard import optimize_shard

_PDEATHSIG = 1  # PR_SET_PDEATHSIG of Linux


def optimize_elsewhere(path: Path) -> None:
    """Run `optimize_shard` in a process of its own and wait.

    In this process the engine would hold the interpreter lock for minutes, which stops progress bars and
    Ctrl-C, and the memory of the build would stay with it.

    Raises:
        UnavailableError: When the disk is full.
        CorruptError: When the build fails otherwise; with its last words.
    """
    command = module_command("search_app.stores.edge_optimize", str(path), str(os.getpid()))
    done = subprocess.run(command, env=module_environment(), capture_output=True, text=True, check=False)
    if not done.returncode:
        return
    lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
    if done.returncode == UnavailableError.exit_code:
        raise UnavailableError(lines[-1], "free space", "make room and run the same command again")
    raise damaged(path, f"building the search structures failed: {lines[-1]}")


def main() -> int:
    """Return the exit status; the reason of a failure goes to the error stream."""
    _end_with(int(sys.argv[2]))
    try:
        optimize_shard(Path(sys.argv[1]))
    except SearchAppError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


def _end_with(parent: int) -> None:
    """Be killed when the job is: the next one writes the same files. Only Linux can promise that."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
