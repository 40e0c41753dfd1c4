"""Unpack a snapshot that may be damaged or made to do harm."""

import gzip
import hashlib
import os
import shutil
import tarfile
import zlib
from pathlib import Path
from typing import IO

from pipelines.snapshots.contents import FILE_NAME, SnapshotContents, check_path, read_contents, unusable
from search_app.errors import UnavailableError

_BLOCK = 2**20
_MOST_LISTING_BYTES = 64 * 2**20


def unpack(archive: Path, folder: Path) -> SnapshotContents:
    """Unpack regular files below `folder` and compare them with the list in the archive.

    Args:
        archive: The file.
        folder: Exists; nothing is written outside it.

    Raises:
        CorruptError: When the archive is damaged or cut short, or holds a link, a device, a path that leads
            out, a file that is not on its list, or less than is on it.
        UnavailableError: When the disk has no room for it.
    """
    contents: SnapshotContents | None = None
    digests: dict[str, str] = {}
    try:
        with tarfile.open(archive, mode="r:gz") as tar:
            while (member := tar.next()) is not None:
                name = check_path(member.name, str(archive))
                stream = tar.extractfile(member) if member.isreg() else None
                if stream is None or name in digests or contents is not None:
                    raise unusable(
                        str(archive), f"it holds {name!r} twice, out of place or as no regular file"
                    )
                if name == FILE_NAME:
                    contents = read_contents(stream.read(_MOST_LISTING_BYTES), str(archive))
                else:
                    digests[name] = _copy(stream, folder / name, member.size)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise unusable(str(archive), f"it is damaged or cut short ({error})") from error
    if contents is None:
        raise unusable(str(archive), "it is cut short")
    wrong = sorted(
        name for name in {*contents.files, *digests} if contents.files.get(name) != digests.get(name)
    )
    if wrong:
        raise unusable(str(archive), f"{len(wrong)} files are not as they were written, such as {wrong[0]!r}")
    return contents


def _copy(stream: IO[bytes], path: Path, size: int) -> str:
    """Write one file durably and return its SHA-256; blocks of zeros become holes, as the engine has them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if size > shutil.disk_usage(path.parent).free:
        raise UnavailableError(
            f"no room for {path.name} of {size:,} bytes below {path.parent}", "free space", "make room"
        )
    digest, zeros = hashlib.sha256(), bytes(_BLOCK)
    with path.open("xb") as file:
        while block := stream.read(_BLOCK):
            digest.update(block)
            if block == zeros:
                file.seek(len(block), os.SEEK_CUR)
            else:
                file.write(block)
        file.truncate(size)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()
