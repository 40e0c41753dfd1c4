"""A draft becomes current in one step; what it supersedes goes, here and on a server."""

import pytest

from search_app.collections import Catalog, GenerationManifest, ModelIdentity
from search_app.collections.builds.delete_collection import delete_collection, finish_deletion
from search_app.collections.builds.publication import publish
from search_app.errors import UnavailableError
from search_app.stores import EdgeHost, VectorLocation

MODELS = {"dense": ModelIdentity("d", "f" * 64, 8), "sparse": ModelIdentity("s", "e" * 64, 100)}


class RecordingHost(EdgeHost):
    """Notes what it is asked to publish and to drop."""

    def __init__(self):
        self.published, self.dropped = [], []

    def publish(self, collection, location):
        self.published.append((collection, location.collection))

    def drop(self, location):
        self.dropped.append(location.collection)


@pytest.fixture
def host():
    return RecordingHost()


@pytest.fixture
def catalog(tmp_path):
    return Catalog(tmp_path)


def publish_generation(catalog, generation, host, previous=None):
    folder = catalog.folder("c")
    folder.staging.path.mkdir(parents=True)
    (folder.staging.path / "part").write_text(generation)
    location = VectorLocation("server", f"on server {generation}")
    created = "2026-01-02T03:04:05+00:00"
    manifest = GenerationManifest(generation, created, MODELS, 2, 3, location, previous)
    return publish(folder, manifest, host)


def test_publication_switches_and_keeps_one_generation_of_grace(catalog, host):
    folder = catalog.folder("c")
    for number, previous in ((1, None), (2, "g1"), (3, "g2")):
        assert publish_generation(catalog, f"g{number}", host, previous).id == f"g{number}"
        assert catalog.current_id("c") == f"g{number}"
        assert host.published[-1] == ("c", f"on server g{number}")
        assert host.dropped == (["on server g1"] if number == 3 else [])
    assert [path.name for path in folder.generation_paths()] == ["g2", "g3"]
    assert (catalog.current_generation("c").path / "part").read_text() == "g3"
    assert not folder.staging.path.exists()


def test_left_overs_without_a_manifest_are_removed(catalog, host):
    publish_generation(catalog, "g1", host)
    catalog.folder("c").generation_path("half").mkdir()
    publish_generation(catalog, "g2", host, "g1")
    assert host.dropped == []
    assert [path.name for path in catalog.folder("c").generation_paths()] == ["g1", "g2"]


def test_what_outside_readers_see_follows_the_switch(catalog, host):
    """A failure between both leaves the new generation current, for the next job to finish."""

    class Failing(RecordingHost):
        def publish(self, collection, location):
            raise RuntimeError("stopped here")

    publish_generation(catalog, "g1", host)
    with pytest.raises(RuntimeError, match="stopped here"):
        publish_generation(catalog, "g2", Failing(), "g1")
    assert catalog.current_id("c") == "g2"


def test_deletion_removes_all_and_what_is_elsewhere(catalog, host):
    publish_generation(catalog, "g1", host)
    publish_generation(catalog, "g2", host, "g1")
    delete_collection(catalog.folder("c"), host)
    assert host.dropped == ["on server g1", "on server g2"]
    assert not catalog.folder("c").path.exists()
    assert catalog.names() == []


def test_a_deletion_without_the_server_is_finished_by_the_next(catalog, host, monkeypatch):
    publish_generation(catalog, "g1", host)
    folder = catalog.folder("c")

    def away(location):
        raise UnavailableError("the server cannot be reached")

    with monkeypatch.context() as patch:
        patch.setattr(host, "drop", away)
        with pytest.raises(UnavailableError, match="still on the server.*collections delete c` again"):
            delete_collection(folder, host)
    assert catalog.names() == []
    assert folder.deleting_file.exists()
    assert list(folder.generation_paths())
    delete_collection(folder, host)
    assert host.dropped == ["on server g1"]
    assert not folder.path.exists()


def test_a_job_of_the_name_finishes_a_deletion_first(catalog, host):
    publish_generation(catalog, "g1", host)
    folder = catalog.folder("c")
    finish_deletion(folder, host)
    folder.deleting_file.touch()
    finish_deletion(folder, host)  # what is published, by a restore for one, stays
    assert (host.dropped, folder.deleting_file.exists()) == ([], False)
    folder.deleting_file.touch()
    folder.current_file.unlink()
    finish_deletion(folder, host)
    assert host.dropped == ["on server g1"]
    assert not list(folder.generation_paths())
    assert not folder.deleting_file.exists()
