"""The server adapter: in the client's in-process mode, and on a real server where QDRANT_URL is set."""

import os
import uuid

import pytest
from contract.vector_store_contract import DIMENSION, VectorStoreContract

from search_app.stores.server import ServerVectorStore
from search_app.stores.server_collections import create_collection, drop_collection
from search_app.stores.server_connection import connect


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
@pytest.mark.filterwarnings("ignore:Local mode performs exact:UserWarning")
class TestInProcessServer(VectorStoreContract):
    @pytest.fixture
    def store(self):
        from qdrant_client import QdrantClient

        client = QdrantClient(":memory:")
        create_collection(client, "contract", DIMENSION)
        store = ServerVectorStore(client, "contract", settle_seconds=0.0)
        yield store
        store.close()


@pytest.mark.skipif(
    "QDRANT_URL" not in os.environ, reason="no Qdrant server: set QDRANT_URL to run against one"
)
class TestRealServer(VectorStoreContract):
    @pytest.fixture
    def store(self):
        client = connect(os.environ["QDRANT_URL"], os.environ.get("QDRANT_API_KEY"))
        name = f"contract-{uuid.uuid4()}"
        store = ServerVectorStore.create(client, name, DIMENSION)
        yield store
        store.close()
        admin = connect(os.environ["QDRANT_URL"], os.environ.get("QDRANT_API_KEY"))
        drop_collection(admin, name)
        admin.close()
