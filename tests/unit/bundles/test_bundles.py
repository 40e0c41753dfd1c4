import json
from dataclasses import replace

import pytest

from search_app.bundles import BundleManifest, locate_bundle, read_manifest, write_manifest
from search_app.bundles.manifest import sha256_of, verify_files
from search_app.errors import CorruptError, NotFoundError


@pytest.fixture
def bundle(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"graph")
    (tmp_path / "README.md").write_text("card")
    files = {name: sha256_of(tmp_path / name) for name in ("model.onnx", "README.md")}
    manifest = BundleManifest("dense", "tiny", "1", 8, 32, 16, files)
    write_manifest(tmp_path, manifest)
    return tmp_path, manifest


def test_what_is_written_is_read_back(bundle):
    folder, manifest = bundle
    assert read_manifest(folder) == manifest
    verify_files(folder, manifest)


def test_an_altered_or_missing_file_is_named(bundle):
    folder, manifest = bundle
    (folder / "model.onnx").write_bytes(b"other")
    with pytest.raises(CorruptError, match=r"model\.onnx"):
        verify_files(folder, manifest)
    (folder / "model.onnx").unlink()
    with pytest.raises(CorruptError, match="no such file"):
        verify_files(folder, manifest)


def test_the_fingerprint_follows_behaviour_and_nothing_else(bundle):
    _, manifest = bundle
    card = replace(manifest, files={**manifest.files, "README.md": "0" * 64}, quality={"scifact": 1})
    assert card.fingerprint == manifest.fingerprint
    for changed in (
        replace(manifest, max_tokens=31),
        replace(manifest, prompts={"query": "q: "}),
        replace(manifest, files={**manifest.files, "model.onnx": "0" * 64}),
    ):
        assert changed.fingerprint != manifest.fingerprint


@pytest.mark.parametrize("text", ["", "[]", '{"kind": "dense"}', "{" * 5000])
def test_a_broken_manifest_is_corrupt_not_a_traceback(bundle, text):
    folder, _ = bundle
    (folder / "bundle.json").write_text(text)
    with pytest.raises(CorruptError, match="bundle manifest"):
        read_manifest(folder)


def test_an_unknown_kind_or_format_is_refused(bundle):
    folder, _ = bundle
    raw = json.loads((folder / "bundle.json").read_text())
    for change in ({"kind": "magic"}, {"format": 99}):
        (folder / "bundle.json").write_text(json.dumps(raw | change))
        with pytest.raises(CorruptError):
            read_manifest(folder)


def test_locating_takes_a_folder_and_lists_shipped_names_otherwise(bundle):
    folder, _ = bundle
    assert locate_bundle(str(folder)) == folder
    with pytest.raises(NotFoundError, match="one of cross-encoder, dense, sparse"):
        locate_bundle("no-such-model")
