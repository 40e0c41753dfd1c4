"""An archive of the Java classes a search loads: with it Java and Lucene start in half the time.

Application class data sharing (JEP 310). An archive suits one Java runtime and one jar, so its name is made
from both, and one for others is never opened. It lies in the user's cache directory and may be deleted.
"""

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from search_app.child_python import module_command, module_environment
from search_app.lucene.java import Java

_KEPT = 4
"""Archives of other environments that are left beside a new one, the latest; each has some 20 MB."""

_SECONDS = 120


def class_archive(java: Java, jar: Path) -> Path:
    """Return where the archive for this runtime and this jar lies, or would lie."""
    state = jar.stat()
    identity = f"{java.home}\n{java.version}\n{jar}\n{state.st_size}\n{state.st_mtime_ns}"
    name = hashlib.sha256(identity.encode()).hexdigest()[:16]
    return user_cache_path("search-app", appauthor=False) / "java" / f"{name}.jsa"


def archive_options(java: Java, jar: Path) -> tuple[str, ...]:
    """Return the options with which Java takes classes from the archive; none when there is no archive.

    Its checksum is compared (some 10 ms), since Java would crash on a damaged one, and what Java thinks of an
    archive it cannot use stays off standard output: it starts without.
    """
    archive = class_archive(java, jar)
    if not archive.is_file() or os.pathsep in str(archive):
        return ()
    return (
        f"-XX:SharedArchiveFile={archive}",
        "-XX:+VerifySharedSpaces",
        "-Xlog:cds=off",
        "-Xlog:class+path=off",
    )


def make_class_archive(java: Java, jar: Path) -> Path | None:
    """Make the archive, unless it is there: 3 to 4 seconds, in processes of their own.

    Returns:
        Where it lies, or None when it cannot be made: a cache directory that cannot be written, or a runtime
        without this feature. Nothing but the time of later starts depends on it.
    """
    archive = class_archive(java, jar)
    if archive.is_file():
        return archive
    try:
        archive.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=archive.parent) as scratch:
            classes, made = Path(scratch) / "classes", Path(scratch) / archive.name
            _run(*module_command("search_app.lucene.typical_use", scratch, str(classes)))
            _run(
                str(java.home / "bin" / "java"),
                "-Xshare:dump",
                "-Xlog:disable",
                "-XX:+UseSerialGC",
                f"-XX:SharedClassListFile={classes}",
                f"-XX:SharedArchiveFile={made}",
                "-cp",
                str(jar),
            )
            made.replace(archive)
            _forget_oldest(archive)
    except (OSError, subprocess.SubprocessError):
        return None
    return archive


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS, env=module_environment())


def _forget_oldest(archive: Path) -> None:
    others = sorted(archive.parent.glob("*.jsa"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [path for path in others if path != archive][_KEPT:]:
        path.unlink(missing_ok=True)
