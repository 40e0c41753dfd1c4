"""Whatever the standard streams are and whoever loses patience: no traceback, a sensible exit code."""

import os
import signal
import subprocess
import sys
import time

import pytest

COMMANDS = {
    "help": ["--help"],
    "echo": ["collections", "info", "tiny"],
    "rich": ["search", "cat", "--collection", "tiny", "--lanes", "dense", "--no-rerank"],
    "json": ["collections", "list", "--json"],
    "job": ["collections", "verify", "tiny"],
}
ENTRY = [sys.executable, "-c", "from search_app.cli.entry import main; main()"]

each_command = pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)


def quiet(errors: str) -> bool:
    return "Traceback" not in errors and "ignored" not in errors


def in_shell(ready, redirection: str, arguments: list[str], **options) -> subprocess.CompletedProcess:
    script = f'"$@" {redirection}'
    return subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", script, "bash", *ENTRY, *arguments],
        capture_output=True,
        text=True,
        env=ready.environment,
        timeout=120,
        **options,
    )


@each_command
def test_a_reader_that_leaves_ends_it_quietly(ready, arguments):
    done = in_shell(ready, "| true", arguments)
    assert done.returncode == 0
    assert done.stderr == ""


@each_command
def test_a_full_standard_output_is_one_sentence(ready, arguments):
    done = in_shell(ready, "> /dev/full", arguments)
    assert done.returncode == 7
    assert done.stderr.count("\n") == 1
    assert "standard output" in done.stderr
    assert "No space left on device" in done.stderr


@each_command
def test_closed_streams_are_as_good_as_none(ready, arguments):
    done = in_shell(ready, "<&- >&- 2>&-", arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_closed_standard_output_does_not_swallow_errors(ready):
    done = in_shell(ready, ">&-", ["search", "cat", "--collection", "none"])
    assert done.returncode == 3
    assert done.stderr.startswith("error: no collection 'none'")


@pytest.mark.parametrize(
    "ascii_only",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["told", "locale"],
)
def test_an_output_of_ascii_fails_on_no_character(command_line, tmp_path, ascii_only):
    source = tmp_path / "snow.jsonl"
    source.write_text('{"_id": "1", "title": "☃", "text": "a café in the snow ☃"}', encoding="utf-8")
    done = command_line("ingest", str(source), "--collection", "snow", **ascii_only)
    assert done.returncode == 0, done.stderr
    done = command_line("search", "snow", "--collection", "snow", **ascii_only)
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert "caf\\xe9 in the snow \\u2603" in done.stdout


def test_a_deleted_folder_is_one_sentence(ready, tmp_path):
    gone = tmp_path / "gone"
    script = f'mkdir "{gone}" && cd "{gone}" && rmdir "{gone}" && "$@"'
    for arguments in COMMANDS.values():
        done = subprocess.run(
            ["/bin/bash", "-c", script, "bash", *ENTRY, *arguments],
            capture_output=True,
            text=True,
            env=ready.environment,
            timeout=120,
        )
        if arguments == ["--help"]:
            assert done.returncode == 0
        else:
            assert done.returncode == 3
            assert done.stderr == "error: the current folder has been deleted. Change to one that exists.\n"


def started(ready, *arguments: str, **options) -> subprocess.Popen:
    # A shell that runs tests in the background ignores Ctrl-C for what it starts.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    command = [sys.executable, "-c", code + ENTRY[-1], *arguments]
    return subprocess.Popen(
        command, env=ready.environment, stderr=subprocess.PIPE, text=True, start_new_session=True, **options
    )


def test_an_interrupt_ends_it_with_130(ready):
    waits = ["delete", "--collection", "tiny", "--ids-file", "-"]
    process = started(ready, *waits, stdin=subprocess.PIPE)
    _await_reading(process.pid)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == "stopped\n"


@pytest.mark.parametrize("seconds", [0.15, 0.3, 0.6])
def test_an_early_interrupt_shows_no_traceback_of_ours(ready, seconds):
    process = started(ready, *COMMANDS["rich"], stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert "search_app/" not in errors
    assert process.returncode in (0, 130, -signal.SIGINT)


def _await_reading(pid: int) -> None:
    """Wait until a process sleeps in a read of its standard input."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with open(f"/proc/{pid}/wchan") as wchan, open(f"/proc/{pid}/syscall") as call:
            if "pipe" in wchan.read() or call.read().startswith("0 0x0 "):
                return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    raise AssertionError("it never read its standard input")
