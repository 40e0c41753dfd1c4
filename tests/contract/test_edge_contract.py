import pytest
from contract.vector_store_contract import DIMENSION, VectorStoreContract

from search_app.stores.edge import EdgeVectorStore


class TestEdgeVectorStore(VectorStoreContract):
    @pytest.fixture
    def store(self, tmp_path):
        store = EdgeVectorStore.create(tmp_path / "vectors", DIMENSION)
        yield store
        store.close()
