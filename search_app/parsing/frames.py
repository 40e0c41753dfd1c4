"""Messages over a socket: eight bytes of length, then the bytes."""

import socket
import struct
import time

_LENGTH = struct.Struct(">Q")
_CHUNK = 1 << 20


class Frames:
    """Sends and receives whole messages.

    Args:
        connection: A connected stream socket; closed by its owner.
        deadline: Value of `time.monotonic()` after which TimeoutError is raised, or None to wait for ever.
    """

    def __init__(self, connection: socket.socket, deadline: float | None = None) -> None:
        self._connection, self._deadline = connection, deadline

    def send(self, message: bytes) -> None:
        """Send one message; raises OSError when the other side is gone."""
        view = memoryview(_LENGTH.pack(len(message)) + message)
        while view:
            self._wait()
            view = view[self._connection.send(view[:_CHUNK]) :]

    def receive(self, most_bytes: int) -> bytes:
        """Return one message.

        Raises:
            EOFError: When the other side is gone.
            ValueError: When the message is longer than `most_bytes`; nothing of it is read.
        """
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        if length > most_bytes:
            raise ValueError(f"a message of {length:,} bytes")
        return self._exactly(length)

    def _exactly(self, length: int) -> bytes:
        content = bytearray()
        while len(content) < length:
            self._wait()
            piece = self._connection.recv(min(_CHUNK, length - len(content)))
            if not piece:
                raise EOFError
            content += piece
        return bytes(content)

    def _wait(self) -> None:
        if self._deadline is None:
            return
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
