"""The README promises only what is there, and leaves out nothing that is."""

import re
from pathlib import Path

import typer

from search_app.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = set(typer.main.get_command(app).list_commands(None))


def test_every_command_is_in_the_readme():
    assert set(re.findall(r"search-app ([a-z-]+)", README)) >= COMMANDS - {"demo"}


def test_every_command_of_the_readme_exists():
    named = set(re.findall(r"(?:`|/)search-app ([a-z-]+)", README))
    assert named <= COMMANDS


def test_every_make_target_of_the_readme_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert {"demo", "test"} <= set(re.findall(r"make ([a-z]+)", README)) <= targets


def test_every_setting_is_in_the_readme():
    from search_app.settings import Settings

    for name in Settings.model_fields:
        variable = {"qdrant_url": "QDRANT_URL", "qdrant_api_key": "QDRANT_API_KEY"}.get(
            name, f"SEARCH_APP_{name.upper()}"
        )
        assert f"`{variable}`" in README


def test_every_folder_of_the_tree_exists():
    tree = README.split("## The house")[1].split("```")[1]
    for name in re.findall(r"^(\w+)/", tree, flags=re.MULTILINE):
        assert (ROOT / name).is_dir()


def test_pictures_and_links_lead_to_files():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target
