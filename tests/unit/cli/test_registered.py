"""Jobs register their commands by entry point; the command line finds them and loads them late."""

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest
from typer.testing import CliRunner

from search_app.cli import registered
from search_app.cli.main import app

SEARCHES = ["search", "why", "in-document", "serve", "doctor", "score", "fuse", "compare"]
JOBS = ["adapt", "delete", "demo", "evaluate", "export", "generate", "ingest", "reproduce", "reproduce-run"]
JOBS += ["train", "tune"]


def run(*arguments):
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})


def names(output):
    lines = [line.strip("│ ") for line in output.splitlines()]
    return [line.split()[0] for line in lines if line and not line.startswith(("╭", "╰"))]


def test_the_help_lists_commands_that_search_then_jobs_by_name():
    found = [name for name in names(run("--help").output) if name in {*SEARCHES, *JOBS, "collections"}]
    assert set(found) == {*SEARCHES, *JOBS, "collections"}
    assert found[-len(JOBS) :] == JOBS


def test_collections_takes_commands_of_the_jobs():
    output = run("collections", "--help").output
    for name in ("list", "info", "verify", "delete", "snapshot", "restore"):
        assert name in names(output)


@pytest.mark.parametrize("name", JOBS)
def test_every_job_is_found_and_describes_itself(name):
    done = run(name, "--help")
    assert done.exit_code == 0
    assert f"Usage: root {name}" in done.output or f" {name} [OPTIONS]" in done.output


def test_a_mistyped_job_is_recognised():
    done = run("ingst")
    assert done.exit_code == 2
    assert "Did you mean 'ingest'?" in done.output


def test_a_search_imports_no_job_and_looks_for_none():
    code = (
        "import sys\n"
        "from search_app.cli import registered\n"
        "from search_app.cli.main import app\n"
        "registered.entry_points = None\n"
        "try:\n    app(['search', 'x', '--collection', 'none'])\n"
        "except SystemExit as end:\n    print(end.code)\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('pipelines', 'ui')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["3", "[]"], done.stderr


def test_an_installation_without_the_entry_points_says_so(monkeypatch):
    monkeypatch.setattr(registered, "entry_points", lambda group: [])
    for arguments in (["ingest"], ["--help"], ["collections", "verify", "x"]):
        done = run(*arguments)
        assert done.exit_code == 7, arguments
        said = done.output.splitlines()[-1]
        assert said.startswith("error: ")
        assert said.endswith("Install search-app again: make, or pip install -e .")
    assert run("search", "--help").exit_code == 0


def test_a_command_that_cannot_be_loaded_is_named(monkeypatch):
    broken = EntryPoint("broken", "no_such_package.cli:command", registered.COMMANDS)
    monkeypatch.setattr(registered, "entry_points", lambda group: [broken])
    done = run("broken")
    assert done.exit_code == 7
    assert "the command broken cannot be loaded (No module named 'no_such_package')" in done.output
