"""One Java VM per process: started on first use, with the jar that Pyserini carries, never after a fork."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from search_app.errors import UnavailableError
from search_app.lucene.class_archive import archive_options, make_class_archive
from search_app.lucene.java import Java, find_java
from search_app.lucene.java_classes import call, java_class

OPTIONS = (
    "-Xmx2g",
    # Java would take SIGINT and SIGTERM over from Python, and Ctrl-C would kill an ingest half-way.
    "-Xrs",
    # The heap is small and mostly idle: one collector thread, less memory, 20 ms less start.
    "-XX:+UseSerialGC",
    "--enable-native-access=ALL-UNNAMED",
    # A crash report belongs beside other temporary files, not into the folder that a user happens to be in.
    f"-XX:ErrorFile={Path(tempfile.gettempdir()) / 'search-app-java-crash-%p.log'}",
)
"""C1 only (-XX:TieredStopAtLevel=1) starts no faster and makes a search of depth 1000 three times slower.
The incubating vector module is left out: the VM prints a warning about it that no option silences, and BM25
gains nothing.
"""

_lock = threading.Lock()
_started_in: int | None = None
_quiet: list[object] = []  # java.util.logging forgets the level of a logger that nobody holds


def start_jvm() -> None:
    """Start Java, unless it runs already, and find Lucene in it. Thread-safe; free after the first time.

    Raises:
        UnavailableError: Without Java, without Anserini's jar, or in a process forked after the start.
    """
    if _started_in == os.getpid():
        return
    if _started_in is not None:
        raise UnavailableError(
            "this process was forked from one in which Java runs, and Java does not survive a fork",
            "threads, or processes started by spawn",
            "use multiprocessing.get_context('spawn')",
        )
    with _lock:
        if _started_in is None:
            _start()


def prepare_jvm() -> Path | None:
    """Make the archive with which Java starts in half the time; see `make_class_archive`.

    Raises:
        UnavailableError: Without Java or Anserini's jar.
    """
    return make_class_archive(find_java(), anserini_jar())


def anserini_jar() -> Path:
    """Return the fat jar inside the installed pyserini package, without importing it.

    Raises:
        UnavailableError: When pyserini or its jar is missing.
    """
    spec = find_spec("pyserini")
    folders = spec.submodule_search_locations if spec else None
    jars = sorted(
        jar for folder in folders or () for jar in Path(folder).glob("resources/jars/anserini-*-fatjar.jar")
    )
    if not jars:
        raise UnavailableError(
            "Lucene's jar is missing: " + ("pyserini has none" if spec else "pyserini is not installed"),
            "resources/jars/anserini-*-fatjar.jar inside the pyserini package",
            "reinstall it: pip install --force-reinstall --no-deps pyserini==1.6.0",
        )
    return jars[-1]


def _start() -> None:
    """Configure before `import jnius`, because that import is what starts the VM."""
    global _started_in
    import jnius_config

    if not jnius_config.vm_running:
        java, jar = find_java(), anserini_jar()
        jnius_config.add_classpath(str(jar))
        jnius_config.add_options(*_options(java), *archive_options(java, jar))
        _import_jnius(java)
    _silence()
    _check_class_path()
    _started_in = os.getpid()


def _options(java: Java) -> tuple[str, ...]:
    """Since Java 24 the VM warns on stderr about Lucene's way of unmapping files, unless it is allowed."""
    return (*OPTIONS, "--sun-misc-unsafe-memory-access=allow") if java.major >= 24 else OPTIONS


def _import_jnius(java: Java) -> None:
    with _java_home(java.home):
        try:
            import jnius  # noqa: F401
        except Exception as error:  # noqa: BLE001 - pyjnius raises bare Exceptions of many kinds here
            raise UnavailableError(
                f"{java} did not start: {error}", todo="check it with `search-app doctor`"
            ) from error


@contextmanager
def _java_home(home: Path) -> Iterator[None]:
    """Set JAVA_HOME while pyjnius looks for libjvm; child processes get the user's own value."""
    before = os.environ.get("JAVA_HOME")
    os.environ["JAVA_HOME"] = str(home)
    try:
        yield
    finally:
        if before is None:
            del os.environ["JAVA_HOME"]
        else:
            os.environ["JAVA_HOME"] = before


def _check_class_path() -> None:
    """Fail here and not in the middle of an ingest when somebody else started the VM without the jar."""
    from jnius import JavaException

    try:
        java_class("DefaultEnglishAnalyzer")
    except JavaException as error:
        raise UnavailableError(
            "Java already runs in this process, without Lucene's jar on its class path",
            "the VM to be started by search_app, or with Anserini's jar",
            "open the collection before other packages start Java",
        ) from error


def _silence() -> None:
    """Keep Lucene's notices about memory segments and vector modules off the user's terminal."""
    logger = java_class("Logger").getLogger("org.apache.lucene")
    call(logger, "setLevel", java_class("Level").OFF)
    _quiet.append(logger)
