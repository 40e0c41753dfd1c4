"""A parsing process and the talk with it, from the side that starts it."""

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from search_app.parsing.frames import Frames
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText

_IMPORT_ROOT = Path(__file__).resolve().parents[2]
_HEADER_BYTES = 1 << 20


class ConfinedProcess:
    """Parses one file after another; of no use any more once a file has ended it.

    Args:
        limits: What each file may ask for.
    """

    def __init__(self, limits: ParseLimits) -> None:
        self._limits = limits
        self._connection, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "search_app.parsing.worker", json.dumps(asdict(limits))],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # Keys and tokens in our environment are none of a parser's business.
                env={"PYTHONPATH": str(_IMPORT_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
            )
        self.usable = True

    def parse(self, suffix: str, content: bytes) -> FileText:
        """Return what a file holds.

        Raises:
            ValueError: With one sentence, when the file cannot be parsed within the limits.
        """
        frames = Frames(self._connection, time.monotonic() + self._limits.wall_seconds)
        self.usable = False
        try:
            frames.send(suffix.encode())
            frames.send(content)
            header = json.loads(frames.receive(_HEADER_BYTES))
            text = frames.receive(4 * self._limits.text_characters).decode()
        except TimeoutError as error:
            raise ValueError(f"it takes more than {self._limits.wall_seconds:g} s to parse") from error
        except (EOFError, OSError) as error:
            raise ValueError(self._cause_of_death()) from error
        self.usable = True
        if header["reason"] is not None:
            raise ValueError(header["reason"])
        return FileText(header["title"], text, tuple(header["notes"]))

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def _cause_of_death(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            return f"it takes more than {self._limits.cpu_seconds} s of processor time to parse"
        how = f"signal {-code}" if code and code < 0 else f"exit code {code}"
        return f"its parser ended with {how}, perhaps for want of memory"
