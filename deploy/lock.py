"""Resolve the two locks from pyproject.toml with pip's own resolver.

serve.lock: what a search needs. pyserini is taken without its dependencies: the BM25 lane uses its jar
and nothing else of it. dev.lock: everything, every extra included.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def resolve(requirements: list[str], *flags: str) -> dict[str, str]:
    """Return {name: version} of what pip would install into an empty environment."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        subprocess.run([*command, "--report", str(report), *flags, *requirements], check=True)
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    # A local build tag (+cpu) names one machine's wheel; the lock names the release.
    return {e["metadata"]["name"].lower(): e["metadata"]["version"].split("+")[0] for e in found}


def write(name: str, versions: dict[str, str]) -> None:
    """Write a lock, sorted, one exact pin a line."""
    pins = "".join(f"{package}=={version}\n" for package, version in sorted(versions.items()))
    (ROOT / "deploy" / name).write_text(f"# Made by `make lock`; do not edit.\n{pins}", encoding="utf-8")


def main() -> None:
    """Write both locks, agreeing on every shared version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    everything = resolve([*project["dependencies"], *chain.from_iterable(extras.values())])
    write("dev.lock", everything)
    lean = [entry for entry in project["dependencies"] if not entry.startswith("pyserini")]
    pins = [f"{package}=={version}" for package, version in everything.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraints:
        constraints.write("\n".join(pins))
        constraints.flush()
        serving = resolve(lean, "--constraint", constraints.name)
    write("serve.lock", {**serving, "pyserini": everything["pyserini"]})


if __name__ == "__main__":
    main()
