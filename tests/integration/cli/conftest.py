import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENTS = [
    ("pets", "the kitten", "a kitten is a cat. the cat is an animal for the kitchen.", 1999),
    ("cars", "road", "the car is a vehicle with an engine. a train is on the road.", 2005),
    ("food", "recipe", "cook bread with salt and sugar. an apple is a fruit.", 2010),
    ("code", "sort a list", "python code to sort a list and search an index.", 2020),
    ("html", "<script>alert(1)</script>", "<b onmouseover=alert(1)>dog</b> and puppy", 2021),
]


class CommandLine:
    """Runs `search-app` in a process of its own with tiny models and a private data directory."""

    def __init__(self, data_dir: Path, bundles) -> None:
        self.data_dir = data_dir
        self.environment = os.environ | {
            "SEARCH_APP_DATA_DIR": str(data_dir),
            "SEARCH_APP_DENSE_BUNDLE": str(bundles.dense),
            "SEARCH_APP_SPARSE_BUNDLE": str(bundles.sparse),
            "SEARCH_APP_CROSS_ENCODER_BUNDLE": str(bundles.cross_encoder),
            "COLUMNS": "200",
            "NO_COLOR": "1",
        }
        self.environment.pop("QDRANT_URL", None)

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-c", "from search_app.cli.main import main; main()", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=120, env=self.environment | environment
        )


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "documents.jsonl"
    fields = ("_id", "title", "text", "year")
    lines = (json.dumps(dict(zip(fields, document, strict=True))) for document in DOCUMENTS)
    path.write_text("\n".join(lines))
    return path


@pytest.fixture
def command_line(tmp_path, tiny_bundles) -> CommandLine:
    return CommandLine(tmp_path / "data", tiny_bundles)


@pytest.fixture(scope="session")
def ready(tmp_path_factory, tiny_bundles, corpus) -> CommandLine:
    """A command line whose collection `tiny` holds the documents; tests must not change it."""
    ready = CommandLine(tmp_path_factory.mktemp("ready"), tiny_bundles)
    done = ready("ingest", str(corpus), "--collection", "tiny", "--json")
    assert done.returncode == 0, done.stderr
    return ready
