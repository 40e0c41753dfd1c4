"""Archives that hold documents, checked before anything is unpacked."""

import io
import zipfile
from pathlib import PurePosixPath

from search_app.parsing.limits import ParseLimits

_OLDER_OFFICE = b"\xd0\xcf\x11\xe0"


def open_archive(content: bytes, limits: ParseLimits, what: str) -> zipfile.ZipFile:
    """Open an archive whose directory was read only; what it declares is what unpacking is held to.

    Args:
        content: The bytes of the file.
        limits: What it may unpack to.
        what: What it should be, such as "a Word document", for the message.

    Raises:
        ValueError: With one sentence: no archive, one that unpacks to too much or climbs out of itself.
    """
    if content.startswith(_OLDER_OFFICE):
        raise ValueError(f"not {what}: an older format, or protected by a password")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise ValueError(f"not {what}: {error}") from error
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.archive_bytes:
        raise ValueError(f"the archive unpacks to {unpacked:,} bytes, at most {limits.archive_bytes:,}")
    if unpacked > limits.archive_ratio * max(len(content), 1):
        raise ValueError(
            f"the archive unpacks to {unpacked // max(len(content), 1):,} times its size, "
            f"at most {limits.archive_ratio:,} times"
        )
    for entry in entries:
        if climbs_out(entry.filename):
            raise ValueError(f"the archive has an entry that climbs out of it: {entry.filename!r}")
    return archive


def climbs_out(name: str) -> bool:
    """True when a name, of an archive's entry for instance, points outside of the folder it is put into."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts
