"""Keeping the Java machine's signal handlers while another library installs its own.

HotSpot stops its threads, and notices null references, by memory faults it catches itself. Ray's start puts
its crash reporter over that handler, Ray's shutdown puts the default action there: after either, a Java
machine that was there first is killed by its next fault.
"""

import ctypes
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

FAULTS = (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE)
_LARGEST_SIGACTION = 256
"""Bytes; glibc's struct is 152 on x86-64 and on 64-bit Arm."""


@contextmanager
def kept_signal_handlers() -> Iterator[None]:
    """Put the handlers of memory and arithmetic faults back as they were before the block.

    Python's `signal` does not see handlers that C libraries installed, hence the C function. Elsewhere than
    on Linux nothing is kept: the engines that need it run on Linux.
    """
    if sys.platform != "linux":
        yield
        return
    library = ctypes.CDLL(None, use_errno=True)
    before = {number: ctypes.create_string_buffer(_LARGEST_SIGACTION) for number in FAULTS}
    for number, action in before.items():
        _check(library.sigaction(int(number), None, action))
    try:
        yield
    finally:
        for number, action in before.items():
            _check(library.sigaction(int(number), action, None))


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), "sigaction failed")
