"""Options of `search-app ingest` that are refused before anything is read."""

import pytest
from typer.testing import CliRunner

from search_app.cli.main import app


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--engine", "spark"), "local or ray"),
        (("--engine", "ray", "--ray-actors", "0"), "at least one actor"),
        (("--engine", "ray"), "Write it to a file first"),
        (("--quantization", "binary"), "none or scalar"),
    ],
)
def test_refused(arguments, message, tmp_path, monkeypatch):
    data_dir, file = tmp_path / "data", tmp_path / "source.jsonl"
    file.write_text('{"_id": "a", "text": "cat"}\n')
    monkeypatch.setenv("SEARCH_APP_DATA_DIR", str(data_dir))
    source = "-" if arguments == ("--engine", "ray") else str(file)
    done = CliRunner().invoke(app, ["ingest", source, "-c", "c", *arguments])
    assert (done.exit_code, message in done.stderr) == (2, True), done.stderr
    assert not data_dir.exists()
