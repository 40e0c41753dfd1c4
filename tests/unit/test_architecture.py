"""The import graph holds the plan: who may know whom."""

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVING = ("torch", "transformers", "sentence_transformers", "streamlit")
LAYERS = [
    {"errors", "telemetry", "child_python", "batched", "plain_name"},
    {"records"},
    {"protocols"},
    {"filters", "fusion", "text", "passages", "parsing", "bundles", "settings"},
    {"encoders", "rerankers", "stores", "lucene", "explain", "in_document"},
    {"lanes"},
    {"ranking"},
    {"collections", "evaluation"},
    {"engine"},
    {"api"},
    {"mcp"},
    {"cli"},
]


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
    return found


def _files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def _top(name: str) -> str:
    return name.split(".")[0]


def _offenders(package: str, forbidden: tuple[str, ...], allowed: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _files(package)
        if not str(path.relative_to(ROOT)).startswith(allowed or ("\0",))
        for name in _imports(path)
        if _top(name) in forbidden
    ]


def test_serving_never_imports_training_or_page_packages():
    assert _offenders("search_app", SERVING) == []


def test_each_engine_has_one_home():
    assert _offenders("search_app", ("jnius", "jnius_config", "pyserini"), ("search_app/lucene/",)) == []
    assert _offenders("search_app", ("qdrant_client",), ("search_app/stores/server",)) == []
    assert _offenders("search_app", ("qdrant_edge",), ("search_app/stores/edge",)) == []
    assert _offenders("search_app", ("onnxruntime", "tokenizers"), ("search_app/encoders/",)) == []


def test_search_knows_neither_the_jobs_nor_the_page():
    assert _offenders("search_app", ("pipelines",)) == []
    assert _offenders("search_app", ("ui",)) == []
    assert _offenders("ui", ("pipelines",)) == []
    assert _offenders("pipelines", ("ui", "streamlit")) == []


def test_only_commands_use_the_command_line():
    commands = ROOT / "pipelines" / "cli"
    for path in [*_files("ui"), *_files("pipelines")]:
        if commands not in path.parents:
            assert [n for n in _imports(path) if n.startswith(("search_app.cli", "pipelines.cli"))] == [], (
                path
            )


def _importable() -> set[str]:
    """Names that `import` finds without the page: the standard library and what is installed."""
    return set(sys.stdlib_module_names) | set(packages_distributions())


ROOMS = ["markup", "shell", "filters", "address", "hit", "jobs"]
"""Rooms of the page that others use, from the one that knows none to the one that may know all."""


def test_rooms_of_the_page_point_one_way_and_pages_do_not_know_each_other():
    pages = {path.parent.name for path in (ROOT / "ui").glob("*/page.py")}
    assert pages | set(ROOMS) == {path.parent.name for path in (ROOT / "ui").glob("*/__init__.py")}
    # Streamlit puts ui/ before everything else on the path.
    assert (pages | set(ROOMS) | {path.stem for path in (ROOT / "ui").glob("*.py")}) & _importable() == set()
    wrong = []
    for path in _files("ui"):
        room = path.parent.name
        below = ROOMS if room in pages else ROOMS[: ROOMS.index(room)] if room in ROOMS else [*ROOMS]
        for name in _imports(path):
            there = name.split(".")[1] if name.startswith("ui.") else room
            if there not in (room, *below):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def _layer(module: str) -> int | None:
    parts = module.split(".")
    if parts[0] != "search_app" or len(parts) < 2:
        return None
    return next((level for level, names in enumerate(LAYERS) if parts[1] in names), None)


def test_every_part_has_a_layer():
    names = {
        path.relative_to(ROOT / "search_app").parts[0].removesuffix(".py") for path in _files("search_app")
    }
    assert names - {"__init__"} <= set().union(*LAYERS)


def test_imports_inside_search_app_point_down():
    upward = []
    for path in _files("search_app"):
        relative = path.relative_to(ROOT).with_suffix("")
        here = _layer(".".join(relative.parts))
        for name in _imports(path):
            there = _layer(name)
            if here is not None and there is not None and there > here:
                upward.append(f"{relative} imports {name}")
    assert upward == []


def test_collections_are_written_without_models_and_read_without_the_writers():
    """The write side takes what is encoded already; what only reads a collection does not need it."""
    writers = "search_app.collections.builds"
    for path in _files("search_app/collections"):
        names = _imports(path)
        assert not {name for name in names if name.startswith(("search_app.encoders", "search_app.bundles"))}
        if "builds" not in path.parts:
            assert not {name for name in names if name.startswith(writers)}, path


@pytest.mark.parametrize("package", ["search_app", "pipelines", "ui"])
def test_no_file_outgrows_its_concept(package):
    too_long = {str(p.relative_to(ROOT)) for p in _files(package) if len(p.read_text().splitlines()) > 400}
    assert too_long == set()


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, search_app; print(sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for name in ("numpy", "onnxruntime", "qdrant_client", "jnius", "torch", "streamlit", "pydantic"):
        assert f"'{name}'" not in loaded
