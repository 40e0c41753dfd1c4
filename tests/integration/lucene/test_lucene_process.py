"""What Lucene and Java do to the process they run in."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest

from search_app.lucene import LuceneIndexWriter, LuceneSearcher

WRITE = """
import sys, time
from pathlib import Path
from search_app.lucene import LuceneIndexWriter
from search_app.records import Passage
writer = LuceneIndexWriter(Path(sys.argv[1]))
writer.upsert([Passage(str(i), 0, 0, 3, "cat") for i in range(300)])
writer.commit()
writer.upsert([Passage(str(i), 0, 0, 3, "dog") for i in range(200, 900)])
print("written", flush=True)
time.sleep(60)
"""


def python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


def test_a_killed_writer_leaves_the_last_commit(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    searcher = LuceneSearcher(tmp_path)
    assert (searcher.count(), len(searcher.search("cat", 1000)), searcher.search("dog", 10)) == (300, 300, [])
    searcher.close()
    LuceneIndexWriter(tmp_path).close()


def test_a_writer_in_another_process_is_busy_news(tmp_path):
    writer = LuceneIndexWriter(tmp_path)
    done = python(
        """
        import sys
        from pathlib import Path
        from search_app.errors import BusyError
        from search_app.lucene import LuceneIndexWriter
        try:
            LuceneIndexWriter(Path(sys.argv[1]))
        except BusyError as error:
            print(error)
        """,
        str(tmp_path),
    )
    writer.close()
    assert "another process is writing" in done.stdout


def test_a_first_search_says_nothing_on_the_terminal_and_imports_no_torch(index_path):
    done = python(
        """
        import sys
        from pathlib import Path
        from search_app.lucene import LuceneSearcher
        print(len(LuceneSearcher(Path(sys.argv[1])).search("immutable", 3)), "torch" in sys.modules)
        """,
        str(index_path),
    )
    assert (done.stdout, done.stderr, done.returncode) == ("3 False\n", "", 0)


def test_ctrl_c_reaches_python(index_path):
    done = python(
        """
        import os, signal, sys, time
        from pathlib import Path
        from search_app.lucene import LuceneSearcher
        # Jobs started in the background inherit an ignored SIGINT; a terminal's do not.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        searcher = LuceneSearcher(Path(sys.argv[1]))
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(10)
        except KeyboardInterrupt:
            print("interrupted")
        """,
        str(index_path),
    )
    assert done.stdout == "interrupted\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_use_after_fork_is_refused(index_path):
    done = python(
        """
        import os, sys
        from pathlib import Path
        from search_app.errors import UnavailableError
        from search_app.lucene import LuceneSearcher
        searcher = LuceneSearcher(Path(sys.argv[1]))
        if os.fork() == 0:
            try:
                searcher.search("items", 1)
            except UnavailableError as error:
                print(error, flush=True)
            os._exit(0)
        os.wait()
        print(len(searcher.search("items", 1)))
        """,
        str(index_path),
    )
    assert "forked" in done.stdout
    assert done.stdout.endswith("1\n")


def test_java_home_is_left_as_it_was(index_path):
    done = python(
        """
        import os, sys
        from pathlib import Path
        from search_app.lucene import LuceneSearcher
        LuceneSearcher(Path(sys.argv[1]))
        print(os.environ["JAVA_HOME"])
        """,
        str(index_path),
        JAVA_HOME="/nowhere/at/all",
    )
    assert done.stdout == "/nowhere/at/all\n"


def test_someone_elses_vm_without_the_jar_is_named():
    done = python(
        """
        import os
        from search_app.errors import UnavailableError
        from search_app.lucene.java import find_java
        from search_app.lucene.jvm import start_jvm
        os.environ["JAVA_HOME"] = str(find_java().home)
        import jnius
        try:
            start_jvm()
        except UnavailableError as error:
            print(error)
        """
    )
    assert "without Lucene's jar" in done.stdout


def test_threads_may_race_for_the_first_start(index_path):
    done = python(
        """
        import sys
        from concurrent.futures import ThreadPoolExecutor
        from pathlib import Path
        from search_app.lucene import LuceneSearcher
        with ThreadPoolExecutor(8) as threads:
            ask = lambda _: len(LuceneSearcher(Path(sys.argv[1])).search("immutable", 3))
            print(set(threads.map(ask, range(8))))
        """,
        str(index_path),
    )
    assert (done.stdout, done.stderr) == ("{3}\n", "")
