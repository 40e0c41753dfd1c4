"""Collections on disk: names and what is current."""

import json

import pytest

from search_app.collections import Catalog, GenerationManifest, ModelIdentity
from search_app.collections.builds.publication import publish
from search_app.collections.manifest import read_manifest, write_manifest
from search_app.errors import BadInputError, CorruptError, NotFoundError
from search_app.stores import EdgeHost

MANIFEST = GenerationManifest(
    generation="g1",
    created="2026-01-02T03:04:05+00:00",
    models={"dense": ModelIdentity("d", "f" * 64, 8), "sparse": ModelIdentity("s", "e" * 64, 100)},
    documents=2,
    passages=3,
    fields={"kind": "keyword"},
    sources=("somewhere",),
)


def publish_generation(catalog, name):
    folder = catalog.folder(name)
    folder.staging.path.mkdir(parents=True)
    return publish(folder, MANIFEST, EdgeHost())


def test_a_manifest_reads_back_as_it_was_written(tmp_path):
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", json.dumps({**MANIFEST.to_json(), "format": 2}), json.dumps({"format": 1})]
)
def test_an_unusable_manifest_is_said_so(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(CorruptError, match="is not a readable manifest"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "-x", "a b", "é", "x" * 65, "a\n", ".hidden"])
def test_unsafe_names_are_refused(tmp_path, name):
    with pytest.raises(BadInputError, match="collection name"):
        Catalog(tmp_path).folder(name)


def test_an_unknown_collection_lists_those_there_are(tmp_path):
    catalog = Catalog(tmp_path)
    with pytest.raises(NotFoundError, match="there are none yet"):
        catalog.current_generation("scifact")
    for name in ("scifact", "python-docs"):
        publish_generation(catalog, name)
    with pytest.raises(NotFoundError, match="one of python-docs, scifact.*Did you mean 'scifact'"):
        catalog.current_id("scifcat")
    assert catalog.names() == ["python-docs", "scifact"]


@pytest.mark.parametrize("text", ["", "gone", "../../c/generations/g1", "."])
def test_a_current_file_that_names_no_generation_is_said_so(tmp_path, text):
    catalog = Catalog(tmp_path)
    publish_generation(catalog, "c")
    catalog.folder("c").current_file.write_text(text)
    with pytest.raises(CorruptError, match="--recreate"):
        catalog.current_generation("c")
    assert catalog.names() == ["c"]
