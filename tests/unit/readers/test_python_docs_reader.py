"""The documentation of the running Python, read without importing anything."""

import subprocess
import sys
from collections import Counter

import pytest

from pipelines.readers import Located, open_source
from pipelines.readers.docstrings import docstrings
from pipelines.readers.python_sources import package_sources
from search_app.errors import NotFoundError

SOURCE = b'''"""About the module."""
import nothing_that_exists

if True:
    def conditional(a, /, b: int = 3, *rest, key=None, **more) -> str:
        """Does it."""
else:
    def conditional(other):
        """Another version."""

class Public(Base):
    """A class."""
    def method(self): "Works."
    def _private(self): "Hidden."
    async def later(self): "Waits."
    class Inner: "Within."

def _hidden(): "Hidden."
def undocumented(): pass
raise SystemExit("never executed")
'''


def test_public_docstrings_with_kind_signature_and_line():
    found = {entry.name: entry for entry in docstrings(SOURCE, "m")}
    assert list(found) == [
        "m",
        "m.conditional",
        "m.Public",
        "m.Public.method",
        "m.Public.later",
        "m.Public.Inner",
    ]
    signature = "conditional(a, /, b: int=3, *rest, key=None, **more) -> str"
    assert found["m.conditional"].text == f"{signature}\n\nDoes it."
    assert (found["m.conditional"].kind, found["m.conditional"].line) == ("function", 5)
    assert found["m.Public"].text == "class Public(Base)\n\nA class."
    assert found["m.Public.method"].kind == "method"
    assert found["m"].text == "About the module."


def test_what_this_python_cannot_parse_is_an_error():
    with pytest.raises(ValueError, match="not parseable"):
        list(docstrings(b"print 'old'", "m"))


@pytest.fixture(scope="module")
def items():
    return list(open_source("python-docs").read())


def test_the_whole_standard_library_is_there_once(items):
    ids = [item.document.id for item in items if isinstance(item, Located)]
    assert len(items) == len(ids), "nothing in the standard library is refused"
    assert 4_000 < len(ids) < 10_000
    assert len(ids) == len(set(ids))
    kinds = Counter(item.document.metadata["kind"] for item in items)
    assert set(kinds) == {"module", "class", "function", "method", "topic"}
    assert min(kinds.values()) > 50


def test_well_known_names_are_found_with_their_metadata(items):
    by_id = {item.document.id: item for item in items}
    run = by_id["subprocess.run"]
    assert run.document.title == "subprocess.run"
    assert run.document.text.startswith("run(*popenargs, input=None, capture_output=False, timeout=None")
    assert run.document.metadata == {"module": "subprocess", "kind": "function", "file": "subprocess.py"}
    assert run.position.startswith("subprocess.py:")
    assert by_id["json"].document.metadata["file"] == "json/__init__.py"
    assert "decimal.Decimal.quantize" in by_id, "documented only by the twin of a module in C"
    topic = by_id["topic:numbers"].document
    assert (topic.title, topic.metadata["kind"]) == ("Numeric literals", "topic")


def test_tests_and_private_names_are_left_out(items):
    names = [item.document.id for item in items]
    assert not [name for name in names if "test.test_" in name or name.startswith("test.")]
    assert not [name for name in names if name.split(".")[-1].startswith("_")]


def test_programs_that_come_with_the_library_are_left_out(items):
    names = {item.document.id for item in items}
    assert not [name for name in names if name.split(".")[0] in ("idlelib", "lib2to3")]
    assert 5000 < len(names) < 6500, "the demo's size, which its documentation names"


def test_nothing_is_imported():
    code = (
        "import sys; from pipelines.readers import open_source\n"
        "for _ in open_source('python-docs', packages=['yaml', 'typer']).read(): pass\n"
        "names = ('antigravity', 'this', 'tkinter', 'idlelib', 'turtle', 'yaml')\n"
        "print([name for name in names if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_installed_packages_are_added_by_import_name_or_distribution_name():
    files = {file.module for file in package_sources("typer")}
    assert {"typer", "typer.main"} <= files
    assert {file.module for file in package_sources("PyYAML")} >= {"yaml", "yaml.loader"}
    reader = open_source("python-docs", packages=["typer"])
    ids = {item.document.id for item in reader.read()}
    assert "typer.run" in ids or "typer.main.run" in ids
    assert reader.source == "python-docs typer"


def test_an_unknown_package_is_an_error():
    with pytest.raises(NotFoundError, match="no Python source of a package 'no_such_package'"):
        open_source("python-docs", packages=["no_such_package"])
