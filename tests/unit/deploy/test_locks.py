"""What the two locks pin is what pyproject.toml asks for."""

import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[3]


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / "deploy" / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(package): version for package, version in pairs}


def wanted(extras: bool) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    more = chain.from_iterable(project["optional-dependencies"].values()) if extras else ()
    return [*project["dependencies"], *more]


@pytest.mark.parametrize(("lock", "extras"), [("dev.lock", True), ("serve.lock", False)])
def test_every_requirement_is_locked_to_a_version_that_it_allows(lock, extras):
    locked = pins(lock)
    for requirement in map(Requirement, wanted(extras)):
        version = locked.get(canonicalize_name(requirement.name), "")
        assert version, f"{lock} lacks {requirement.name}: make lock"
        assert requirement.specifier.contains(version, prereleases=True), f"{lock}: {requirement}, {version}"


def test_both_locks_agree():
    everything, serving = pins("dev.lock"), pins("serve.lock")
    assert {name: everything.get(name) for name in serving} == serving
