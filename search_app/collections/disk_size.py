"""How much of the disk something takes."""

from pathlib import Path


def disk_bytes(folder: Path) -> int:
    """Return the bytes allocated below a folder; sparse files count what they really take."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
