import json
import shutil


def test_the_demo_answers_its_questions_and_survives_a_change_of_models(command_line, tiny_bundles, tmp_path):
    first = command_line("demo", "--no-serve")
    assert first.returncode == 0, first.stderr
    assert "run a command with a timeout" in first.stdout
    assert "Top influential tokens" in first.stdout
    again = command_line("demo", "--no-serve")
    assert again.returncode == 0, again.stderr
    assert "nothing to do" in again.stderr

    upgraded = tmp_path / "upgraded"
    shutil.copytree(tiny_bundles.sparse, upgraded)
    manifest = json.loads((upgraded / "bundle.json").read_text())
    (upgraded / "bundle.json").write_text(json.dumps(manifest | {"max_tokens": manifest["max_tokens"] - 1}))
    third = command_line("demo", "--no-serve", SEARCH_APP_SPARSE_BUNDLE=str(upgraded))
    assert third.returncode == 0, third.stderr
    assert "building it anew" in third.stderr
    assert "run a command with a timeout" in third.stdout
