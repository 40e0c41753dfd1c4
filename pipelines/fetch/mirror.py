"""A copy of what is at a location, in a folder of this machine that goes when it is closed."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote

from pipelines.fetch.location import Location, what_failed
from search_app.errors import BadInputError, UnavailableError
from search_app.parsing import ParseLimits
from search_app.parsing.archive import climbs_out
from search_app.records import Reject

_PIECE = 1 << 20
_SPARE_BYTES = 500_000_000
"""What is left free on the disk that the copy is made on."""
_MOST_FILES = 1_000_000
_SMALL_ARCHIVE = 100_000_000
"""An archive that unpacks to no more than so many bytes may be packed as tightly as it likes."""
_LONGEST_NAME = 255


class Mirror:
    """Fetches once; what cannot be fetched is named and the rest is there.

    A file that would not be read in any case is not fetched: its name stands in the folder, with nothing in
    it, so that it is left out and counted like any other of its kind.

    Args:
        location: What to fetch.
        wanted: Whether a file of this name is read.
        file_name: What a single file is called here.
    """

    def __init__(self, location: Location, wanted: Callable[[Path], bool], file_name: str = "") -> None:
        self._location, self._wanted, self._file_name = location, wanted, file_name
        self._folder = Path(tempfile.mkdtemp(prefix="search-app-source-"))
        self.fraction = 0.0

    @property
    def root(self) -> Path:
        """The folder, or the file that is the source."""
        return self._folder / self._file_name if self._file_name else self._folder

    def fetch(self) -> Iterator[Reject]:
        """Copy everything; yields what could not be copied, without ids: nothing is known of it.

        Raises:
            UnavailableError: When the list of files cannot be had whole, a single file not be fetched, or
                the disk is too small.
        """
        if not self._location.is_folder:
            self._fetch_file()
            return
        listed = self._listed()
        total = sum(size for _, _, size in listed) or 1
        self._check_room(total)
        done = 0
        for there, name, size in listed:
            refused = self._fetch_one(there, name)
            if refused:
                yield Reject(name.encode("utf-8", errors="backslashreplace").decode(), refused)
            done += size
            self.fraction = done / total

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _listed(self) -> list[tuple[str, str, int]]:
        """Return (path there, path below the folder, bytes) of each file, by path."""
        files, base = self._location.files, self._location.path
        try:
            found: dict[str, dict[str, Any]] = files.find(base, detail=True)
        except Exception as error:
            raise UnavailableError(
                f"the files of {self._location.shown} cannot be listed: {what_failed(error)}",
                todo="nothing was changed; run it again",
            ) from error
        if len(found) > _MOST_FILES:
            raise UnavailableError(
                f"{self._location.shown} has {len(found):,} files", f"at most {_MOST_FILES:,}"
            )
        listed = []
        for path, about in sorted(found.items()):
            name = path[len(base) :].lstrip("/") if base and path.startswith(base) else path
            name = unquote(name) if "://" in path else name
            read = self._wanted(Path(name))
            listed.append((path, name, int(about.get("size") or 0) if read else 0))
        self._check_ratio(found)
        return listed

    def _check_ratio(self, found: dict[str, dict[str, Any]]) -> None:
        """Refuse an archive that is small and unpacks to masses."""
        packed = sum(int(about["compress_size"]) for about in found.values() if "compress_size" in about)
        unpacked = sum(int(about.get("size") or 0) for about in found.values())
        most = ParseLimits().archive_ratio
        if packed and unpacked > _SMALL_ARCHIVE and unpacked > most * packed:
            raise BadInputError(
                f"{self._location.shown} unpacks to {unpacked // packed:,} times its size",
                f"at most {most} times",
                "unpack it yourself if you trust it",
            )

    def _check_room(self, needed: int) -> None:
        free = shutil.disk_usage(self._folder).free - _SPARE_BYTES
        if needed > free:
            raise UnavailableError(
                f"{self._location.shown} has {needed:,} bytes to read; {max(free, 0):,} can be kept in "
                f"{self._folder.parent}",
                todo="free some space, or name another folder in TMPDIR",
            )

    def _fetch_one(self, there: str, name: str) -> str:
        """Copy one file of the list; returns why not, or nothing."""
        parts = PurePosixPath(name).parts
        if not parts or climbs_out(name) or "\\" in name or "\0" in name:
            return "a name that points outside of the source"
        if any(len(part.encode("utf-8", errors="replace")) > _LONGEST_NAME for part in parts):
            return f"a name of more than {_LONGEST_NAME} bytes"
        target = self._folder.joinpath(*parts)
        if target.is_file():
            return "another file of the source has this name as well"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if not self._wanted(target) or any(part.startswith(".") for part in parts):
                target.touch()
                return ""
            self._copy(there, target)
        except UnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  # each driver has errors of its own; all are named
            return f"cannot be fetched: {what_failed(error)}"
        return ""

    def _fetch_file(self) -> None:
        try:
            self._copy(self._location.path, self.root)
        except UnavailableError:
            raise
        except Exception as error:
            raise UnavailableError(
                f"{self._location.shown} cannot be fetched: {what_failed(error)}", todo="run it again"
            ) from error
        self.fraction = 1.0

    def _copy(self, there: str, target: Path) -> None:
        """Copy a file whole, or leave nothing of it."""
        try:
            with self._location.files.open(there, "rb") as stream, target.open("xb") as out:
                size = getattr(stream, "size", None)
                self._check_room(size or 0)
                self._pour(stream, out)
                if size is not None and out.tell() != size:
                    raise OSError(f"{out.tell():,} of {size:,} bytes came")
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def _pour(self, stream: Any, out: BinaryIO) -> None:
        free = shutil.disk_usage(self._folder).free - _SPARE_BYTES
        while piece := stream.read(_PIECE):
            free -= len(piece)
            if free < 0:
                raise UnavailableError(f"{self._location.shown} does not end before the disk is full")
            out.write(piece)
