import os
import sys

from search_app.child_python import IMPORT_ROOT, module_environment


def test_a_child_does_not_import_from_the_current_folder_or_from_inside_a_package(monkeypatch, tmp_path):
    room = tmp_path / "page" / "collections"
    room.mkdir(parents=True)
    for package in (room, room.parent):
        (package / "__init__.py").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(room.parent), str(tmp_path), "", str(IMPORT_ROOT), "/elsewhere"])
    assert module_environment()["PYTHONPATH"].split(os.pathsep) == [str(IMPORT_ROOT), "/elsewhere"]
    assert module_environment()["PYTHONSAFEPATH"] == "1"
