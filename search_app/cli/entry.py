"""Where `search-app` begins and ends, without a traceback whatever its streams are.

A standard stream that is closed is one to nowhere, one that cannot write a character writes its number, and
a standard output that cannot be written at the end is a message and an exit code.
"""

import os
import signal
import sys
from io import TextIOWrapper
from typing import TextIO

NOT_WRITTEN = 1
FULL = 7
STOPPED = 130


def main() -> None:
    """Entry point of `search-app`."""
    _open_streams()
    output = os.fstat(1)
    code = _ended(_run())
    # Who meets a pipe that nobody reads points it to nowhere; Rich then ends the program with 1. The reader
    # has left, as `| head` does, because it has what it wanted.
    cut_short = not os.path.samestat(output, os.fstat(1))
    sys.exit(0 if cut_short and code == NOT_WRITTEN else code)


def _run() -> int:
    try:
        from search_app.cli.main import app

        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:  # while modules were being imported
        return STOPPED
    return 0


def _open_streams() -> None:
    """Give every standard stream a file, and let none of them fail on a character.

    A stream that was closed has left its number free: the next file, of a collection perhaps, would take it
    and receive what is printed.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
            os.set_inheritable(number, True)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w" if number else "r", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _ended(code: int) -> int:
    """Write what is still to be written; from here on Ctrl-C ends the process at once."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        to_nowhere(sys.stdout)
    except OSError as error:
        to_nowhere(sys.stdout)
        sys.stderr.write(f"error: standard output cannot be written ({error.strerror}).\n")
        code = code or FULL
    try:
        sys.stderr.flush()
    except OSError:
        to_nowhere(sys.stderr)
    return code


def to_nowhere(stream: TextIO) -> None:
    """Point a stream that cannot be written at nothing, so that the end of the interpreter is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
