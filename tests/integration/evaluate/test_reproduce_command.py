import json


def test_figures_are_measured_again_and_checked(command, beir, tmp_path):
    declared = tmp_path / "expected.toml"
    declared.write_text("tolerance = 0.01\n[small]\nsplit = 'dev'\nbm25 = 2.0\n")
    run = ("reproduce", str(beir.parent), "--expected", str(declared), "--json")
    done = command(*run)
    assert done.exit_code == 1
    (figure,) = json.loads(done.stdout)["figures"]
    assert not figure["inside"]
    declared.write_text(f"tolerance = 0.01\n[small]\nsplit = 'dev'\nbm25 = {figure['found'] + 0.009}\n")
    assert command(*run).exit_code == 0
    again = tmp_path / "again.toml"
    assert command(*run, "--declare", str(again)).exit_code == 0
    assert "hybrid+rerank" in again.read_text()
    assert command("reproduce", str(beir.parent), "--expected", str(again)).exit_code == 0


def test_what_cannot_be_reproduced(command, tmp_path):
    done = command("reproduce", str(tmp_path))
    assert done.exit_code == 3
    assert "scifact" in done.output
    assert command("reproduce", str(tmp_path), "--only", "nothing").exit_code == 3
    (tmp_path / "bad.toml").write_text("[small]\n")
    assert command("reproduce", str(tmp_path), "--expected", str(tmp_path / "bad.toml")).exit_code == 2
