"""The files of a shard that last."""

from collections.abc import Iterator
from pathlib import Path

_PASSING = ".atomicwrite"
"""Loading a shard makes the engine write its configuration anew, beside the old one, under such a name."""


def lasting(path: Path) -> Iterator[Path]:
    """Yield what lies below a folder, sorted, without files that vanish while another process opens it."""
    for found in sorted(path.rglob("*")):
        if not found.name.startswith(_PASSING):
            yield found
