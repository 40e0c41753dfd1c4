"""The process in which files are parsed: `python -m search_app.parsing.worker LIMITS`, a socket as its input.

It has no environment but its import path, writes no file, and is held to limits by the kernel.
"""

import json
import os
import resource
import socket
import sys

from search_app.parsing.frames import Frames
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText
from search_app.parsing.registry import parse_content
from search_app.parsing.tidy import tidy


def main() -> None:
    """Answer requests until the other side closes the socket."""
    limits = ParseLimits(**json.loads(sys.argv[1]))
    frames = Frames(socket.socket(fileno=os.dup(0)))
    _confine(limits)
    while True:
        try:
            suffix = frames.receive(16).decode()
            content = frames.receive(limits.file_bytes)
        except EOFError:
            return
        _allow_processor_time(limits.cpu_seconds)
        found, reason = _answer(suffix, content, limits)
        frames.send(json.dumps({"title": found.title, "notes": found.notes, "reason": reason}).encode())
        frames.send(found.text.encode())


def _confine(limits: ParseLimits) -> None:
    for what, amount in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(what)[1]
        allowed = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(what, (allowed, allowed))


def _allow_processor_time(seconds: int) -> None:
    """Let the kernel end this process `seconds` from now: what earlier files took does not count."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard)
    )


def _answer(suffix: str, content: bytes, limits: ParseLimits) -> tuple[FileText, str | None]:
    """Return what was found, and the reason when nothing was."""
    nothing = FileText(None, "")
    try:
        found = parse_content(suffix, content, limits)
        found = FileText(" ".join(tidy(found.title or "").split()) or None, tidy(found.text), found.notes)
    except MemoryError:
        return nothing, f"it takes more than {limits.memory_bytes // 10**6:,} MB of memory to parse"
    except ValueError as error:
        return nothing, str(error)
    except Exception as error:  # noqa: BLE001  # parsers raise anything on damaged files; none may end the job
        return nothing, f"damaged: {type(error).__name__}: {error}"[:300]
    if len(found.text) > limits.text_characters:
        return nothing, f"it holds more than {limits.text_characters:,} characters of text"
    return found, None


if __name__ == "__main__":
    main()
