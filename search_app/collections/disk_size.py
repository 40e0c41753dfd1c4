"""How much of the disk something takes."""

from pathlib import Path

from search_app.stores.shard_files import lasting


def disk_bytes(folder: Path) -> int:
    """Return the bytes allocated below a folder; sparse files count what they really take."""
    return sum(path.stat().st_blocks * 512 for path in lasting(folder) if path.is_file())
