"""From a folder to a bundle that is known by name."""

import numpy as np
import pytest

from benchmarks.brought_cases import DENSE
from pipelines.bring.add import Request, add
from pipelines.bring.gate import Gate
from pipelines.bring.loaded import quiet
from pipelines.bring.push import push
from search_app.bundles import locate_bundle, read_manifest
from search_app.bundles.added import added_names, remove_added
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.errors import BadInputError, InvalidVectorError, MismatchError, NotFoundError
from search_app.records import EncodedPassage, Passage, SparseVector
from search_app.stores import EdgeHost, VectorLayout


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A data directory with an added model that is compared by dot product."""
    root = tmp_path_factory.mktemp("home")
    case = next(case for case in DENSE if case.name == "compared by dot product")
    with quiet():
        case.build(root / "source")
    said = []
    add(Request(str(root / "source"), "mine", licence="MIT"), root / "data", said.append)
    return root, said


@pytest.fixture(autouse=True)
def _settings(home, monkeypatch):
    monkeypatch.setenv("SEARCH_APP_DATA_DIR", str(home[0] / "data"))


def test_the_model_is_found_by_name_and_says_what_it_was_made_from(home):
    manifest = read_manifest(locate_bundle("mine"))
    assert (manifest.kind, manifest.similarity, manifest.licence) == ("dense", "dot", "MIT")
    assert set(manifest.source["weights"]) == {"model.safetensors"}
    assert max(manifest.parity["fp32 and the library, largest difference"].values()) <= 1e-4
    assert any("int8" in line for line in home[1])
    assert "sha256" in (locate_bundle("mine") / "README.md").read_text()


def test_vectors_of_a_dot_model_keep_their_length_in_the_store(tmp_path):
    encoder = OnnxDenseEncoder(locate_bundle("mine"))
    texts = ["a search engine", "the river rose after three days of rain"]
    nothing = SparseVector.from_mapping({})
    points = [
        EncodedPassage(Passage(str(place), 0, 0, len(text), text), vector, nothing)
        for place, (text, vector) in enumerate(zip(texts, encoder.encode_passages(texts), strict=True))
    ]
    host = EdgeHost()
    kept = host.location("docs", "1", VectorLayout(similarity="dot"))
    store = host.create(tmp_path / "dot", kept, encoder.dimension)
    store.upsert(points)
    store.flush()
    query = encoder.encode_queries(["search"])[0]
    hits = {hit.passage_id: hit.score for hit in store.search_dense(query, 2)}
    for point in points:
        assert hits[point.passage.id] == pytest.approx(float(point.dense @ query), rel=1e-4)
    cosine = host.create(tmp_path / "cosine", host.location("docs", "2"), encoder.dimension)
    with pytest.raises(InvalidVectorError, match="length"):
        cosine.upsert(points)


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "x" * 65, "dense", "mine"])
def test_a_name_that_is_taken_or_no_folder_name_is_refused_before_any_work(home, name):
    with pytest.raises(BadInputError):
        add(Request(str(home[0] / "source"), name or " "), home[0] / "data")


def test_a_finished_bundle_is_copied_and_can_be_removed(home):
    add(Request(str(locate_bundle("mine")), "copy"), home[0] / "data")
    assert (
        read_manifest(locate_bundle("copy")).fingerprint == read_manifest(locate_bundle("mine")).fingerprint
    )
    remove_added("copy", home[0] / "data")
    assert added_names(home[0] / "data") == ["mine"]
    with pytest.raises(NotFoundError, match="mine"):
        locate_bundle("copy")


def test_what_is_pushed_is_the_library_model_with_the_bundle_beside_it(home, tmp_path):
    files = push("mine", "me/mine", home[0] / "data", dry_run=True)
    assert {"modules.json", "model.safetensors", "onnx/model.onnx", "onnx/bundle.json"} <= set(files)
    weights = home[0] / "source" / "model.safetensors"
    kept = weights.read_bytes()
    weights.write_bytes(kept + b" ")
    try:
        with pytest.raises(MismatchError, match="no longer"):
            push("mine", "me/mine", home[0] / "data", dry_run=True)
    finally:
        weights.write_bytes(kept)


def test_the_gate_goes_by_the_interval_and_not_by_the_mean():
    draw = np.random.default_rng(3)
    fp32 = draw.random(150)
    assert Gate("set", fp32, fp32).passed
    few, many = fp32.copy(), fp32 - 0.05
    few[:2] = np.maximum(0, few[:2] - 0.2)
    assert Gate("set", fp32, few).passed
    assert not Gate("set", fp32, many).passed
