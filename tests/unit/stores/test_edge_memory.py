"""What a shard has mapped can be given back at any time without losing anything."""

import sys
from contextlib import closing

import numpy as np
import pytest
from contract.vector_store_contract import DIMENSION, random_points

from search_app.stores.edge import EdgeVectorStore
from search_app.stores.edge_memory import release_mapped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="maps are read from Linux's /proc")


def test_pages_go_and_contents_stay(tmp_path):
    points = random_points(200)
    with closing(EdgeVectorStore.create(tmp_path / "v", DIMENSION)) as store:
        store.upsert(points[:100])
        assert release_mapped(tmp_path / "v") > 2**20, "unflushed changes are in the page cache"
        store.upsert(points[100:])
        store.flush()
        ids = [point.passage.id for point in points]
        found = store.retrieve(ids, with_vectors=True)
        assert [stored.passage for stored in found] == [point.passage for point in points]
        for stored, point in zip(found, points, strict=True):
            np.testing.assert_array_equal(stored.dense, point.dense)
    with closing(EdgeVectorStore.open(tmp_path / "v")) as store:
        assert store.count() == 200


def test_other_files_are_left_alone(tmp_path):
    (tmp_path / "empty").mkdir()
    assert release_mapped(tmp_path / "empty") == 0
