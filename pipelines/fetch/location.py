"""What a URL names, through fsspec, and how it is written where others read it."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from search_app.errors import BadInputError, NotFoundError, SearchAppError, UnavailableError, first_line

ARCHIVES = (".zip",)
"""Files of this machine that are read as the folder they hold."""

_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=://|::)")
_EXTRAS = {
    **dict.fromkeys(("http", "https"), "http"),
    **dict.fromkeys(("s3", "s3a"), "s3"),
    **dict.fromkeys(("gs", "gcs"), "gcs"),
    **dict.fromkeys(("sftp", "ssh"), "sftp"),
}
_USER = re.compile(r"(?<=://)[^/@\s]*@")
_QUERY = re.compile(r"(https?://[^\s?'\"]*)\?[^\s'\")]*")
_CONNECT_SECONDS, _SILENT_SECONDS = 20, 60


@dataclass(frozen=True, slots=True)
class Location:
    """A file or a folder that fsspec reaches.

    Attributes:
        shown: The URL without user, password and query, the same on every run.
        files: The file system.
        path: The path on it.
        is_folder: Whether it is a folder.
        media_type: What the server calls a single file; empty when it does not say.
    """

    shown: str
    files: Any
    path: str
    is_folder: bool
    media_type: str = ""

    @property
    def file_name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(urlsplit(self.path).path if "://" in self.path else self.path).name


def is_url(source: str) -> bool:
    """True for a URL, a chain such as `zip://::https://…`, or an archive of this machine."""
    return bool(_URL.match(source)) or is_archive(source)


def is_archive(source: str) -> bool:
    """True for an archive of this machine that is read as a folder."""
    path = Path(source).expanduser()
    return path.suffix.lower() in ARCHIVES and path.is_file()


def locate(source: str) -> Location:
    """Return what the URL names.

    Raises:
        BadInputError: When fsspec knows no such protocol.
        NotFoundError: When nothing is there.
        UnavailableError: When its driver is not installed, or the place does not answer or refuses.
    """
    import fsspec
    from fsspec.core import url_to_fs

    shown = without_secrets(source)
    if is_archive(source):
        path = Path(source).expanduser().resolve()
        source, shown = f"zip://::{path}", str(path)
    schemes = re.findall(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=://)", source)
    try:
        files, path_there = url_to_fs(source, **_options(schemes))
    except ValueError as error:
        known = ", ".join(fsspec.available_protocols())
        raise BadInputError(f"the source {shown}: {first_line(error)}", f"a protocol of {known}") from error
    except ImportError as error:
        extra = next((_EXTRAS[name] for name in schemes if name in _EXTRAS), "")
        todo = f"install it: pip install 'search-app[{extra}]'" if extra else first_line(error)
        raise UnavailableError(
            f"the source {shown} needs a driver that is not installed", todo=todo
        ) from error
    except Exception as error:
        raise _failed(shown, error) from error
    return _found(shown, files, path_there)


def _found(shown: str, files: Any, path: str) -> Location:
    """Ask what is there; a page of the web whose address ends with a slash is a list of files."""
    web = shown.startswith(("http://", "https://"))
    try:
        if web and path.endswith("/"):
            return Location(shown, files, path, True)
        if not web and files.isdir(path):
            return Location(shown, files, path, True)
        about = files.info(path)
    except Exception as error:
        raise _failed(shown, error) from error
    return Location(shown, files, path, False, str(about.get("mimetype") or ""))


def _failed(shown: str, error: Exception) -> SearchAppError:
    if isinstance(error, FileNotFoundError):
        # fsspec calls every failure of the web so; what lies below tells a missing page from silence.
        below = error.__cause__
        if not isinstance(below, Exception) or getattr(below, "status", 0) in (404, 410):
            return NotFoundError(f"nothing at {shown}", todo="check the address")
        error = below
    return UnavailableError(
        f"{shown} cannot be read: {what_failed(error)}", todo="check the address, the network and the rights"
    )


def what_failed(error: BaseException) -> str:
    """Return in a few words why something could not be fetched; nothing secret is among them."""
    status = getattr(error, "status", None)
    if isinstance(status, int) and status >= 300:
        return f"the server answered {status}"
    if type(error).__name__ == "TooManyRedirects":
        return "the server redirects again and again"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, FileNotFoundError):
        return "it is not there any more"
    if isinstance(error, PermissionError):
        return "permission denied"
    return without_secrets(first_line(error))


def without_secrets(text: str) -> str:
    """Return the text, users, passwords and the queries of web addresses taken out."""
    return _QUERY.sub(r"\1", _USER.sub("", text))


def _options(schemes: list[str]) -> dict[str, Any]:
    """Return what the drivers are asked to keep to: a server that says nothing is not waited for."""
    chained: dict[str, Any] = {}
    for name in schemes:
        if name in ("http", "https"):
            try:
                import aiohttp
            except ImportError:
                break
            patience = aiohttp.ClientTimeout(
                total=None, sock_connect=_CONNECT_SECONDS, sock_read=_SILENT_SECONDS
            )
            chained[name] = {"client_kwargs": {"timeout": patience}}
        elif name == "sftp" or name == "ssh":
            chained[name] = {"timeout": _CONNECT_SECONDS}
    return chained if len(schemes) > 1 else next(iter(chained.values()), {})
