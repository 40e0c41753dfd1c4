"""A source behind a URL, or in an archive: fetched into a folder and read there."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path

from pipelines.fetch import Location, Mirror
from pipelines.readers.field_map import FieldMap
from pipelines.readers.reader import Located, MappedReader, Reader
from search_app.errors import SearchAppError, UnavailableError
from search_app.records import Reject


class UrlReader:
    """Fetches when it is first asked for what it holds, then is the reader of what came.

    What could not be fetched comes as rejects without ids, so that nothing is pruned in its place.

    Args:
        location: What the URL names.
        opened: Makes the reader of a path.
        reads: Whether a file of this name is read by some reader.
        whole: Names of files that make a data set; the job ends when one cannot be fetched.
    """

    def __init__(
        self,
        location: Location,
        opened: Callable[[Path], Reader],
        reads: Callable[[Path], bool],
        whole: tuple[str, ...] = (),
    ) -> None:
        self.source = location.shown
        self._location, self._opened, self._reads, self._whole = location, opened, reads, whole
        self._mirror: Mirror | None = None
        self._inner: Reader | None = None
        self._missing: list[Reject] = []

    @property
    def name(self) -> str:
        """Name of the format of what came."""
        return self._there().name

    @property
    def presplit(self) -> bool:
        """See `pipelines.readers.reader.Reader`."""
        return self._there().presplit

    @property
    def mapping(self) -> FieldMap | None:
        """See `pipelines.readers.reader.MappedReader`."""
        return self._inner.mapping if isinstance(self._inner, MappedReader) else None

    @property
    def fraction(self) -> float:
        """Half for what is fetched, half for what is read."""
        fetched = self._mirror.fraction if self._mirror else 0.0
        return (fetched + (self._inner.fraction if self._inner else 0.0)) / 2

    def read(self) -> Iterator[Located | Reject]:
        """Yield what could not be fetched, then all the rest; the copy goes at the end."""
        inner = self._there()
        try:
            yield from self._missing
            yield from inner.read()
        finally:
            if self._mirror:
                self._mirror.close()

    def _there(self) -> Reader:
        if self._inner is None:
            self._mirror = mirror = Mirror(self._location, self._reads, self._file_name())
            try:
                for missing in mirror.fetch():
                    self._missing.append(self._bearable(missing))
                self._inner = self._opened(mirror.root)
            except SearchAppError as error:
                mirror.close()
                given = error.given.replace(str(mirror.root), self.source)
                raise type(error)(given, error.expected, error.todo) from error
            except BaseException:
                mirror.close()
                raise
        return self._inner

    def _bearable(self, missing: Reject) -> Reject:
        if missing.position in self._whole:
            raise UnavailableError(
                f"{missing.position} of {self.source}: {missing.reason}",
                todo="nothing was changed; run it again",
            )
        return missing

    def _file_name(self) -> str:
        """Return what a single file is called here; its suffix is the server's word where it has none."""
        if self._location.is_folder:
            return ""
        name = self._location.file_name or "index"
        if self._reads(Path(name)) and Path(name).suffix:
            return name
        said = mimetypes.guess_extension(self._location.media_type) or ""
        return name + said if said and self._reads(Path(name + said)) else name
