"""Source files of the standard library and of installed packages, found without importing them."""

import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from search_app.errors import NotFoundError

_TESTS = {"test", "tests", "idle_test"}
_NOT_THE_LIBRARY = {"site-packages", "dist-packages", "_bundled", "__pycache__"}
_PROGRAMS = {"idlelib", "lib2to3"}
"""IDLE and 2to3: programs that come with the library; nobody looks their inner classes up."""

_SKIPPED_FOLDERS = _TESTS | _NOT_THE_LIBRARY | _PROGRAMS

TWINS = {"_pydecimal": "decimal", "_pyio": "io", "_collections_abc": "collections.abc"}
"""Pure-Python twins of modules written in C: the only source their public documentation has."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: its path, the module's dotted name, and the path shown to people."""

    path: Path
    module: str
    shown: str


def standard_library() -> Iterator[SourceFile]:
    """Yield the public modules of the running Python's standard library, tests left out."""
    yield from _walk(Path(sysconfig.get_path("stdlib")), "")


def package_sources(name: str) -> Iterator[SourceFile]:
    """Yield the public modules of an installed package.

    Args:
        name: Its import name, or the name of its distribution.

    Raises:
        NotFoundError: When it is not installed, or has no Python source.
    """
    found = [path for top in _top_levels(name) for path in _locations(top)]
    if not found:
        raise NotFoundError(
            f"no Python source of a package {name!r}", "an installed package", f"pip install {name}"
        )
    for path in found:
        if path.is_dir():
            yield from _walk(path, path.name)
        else:
            yield SourceFile(path, path.stem, path.name)


def _walk(root: Path, package: str) -> Iterator[SourceFile]:
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if _SKIPPED_FOLDERS.intersection(parts):
            continue
        module = ".".join([package, *parts] if package else parts).removesuffix(".__init__")
        public = TWINS.get(module, module)
        if package in ("", module) or not package:
            shown = path.relative_to(root)
        else:
            shown = path.relative_to(root.parent)
        if not any(part.startswith("_") for part in public.split(".")):
            yield SourceFile(path, public, shown.as_posix())


def _top_levels(name: str) -> list[str]:
    if name.isidentifier() and util.find_spec(name) is not None:
        return [name]
    try:
        listed = metadata.distribution(name).read_text("top_level.txt") or ""
    except (metadata.PackageNotFoundError, ValueError):
        return []
    return [line for line in listed.split() if line.isidentifier()]


def _locations(top: str) -> list[Path]:
    spec = util.find_spec(top)
    if spec is None:
        return []
    if spec.submodule_search_locations:
        return [Path(location) for location in spec.submodule_search_locations]
    return [Path(spec.origin)] if spec.origin and spec.origin.endswith(".py") else []
