"""Vector stores: Qdrant Edge embedded in this process, or a Qdrant server, behind one protocol."""

from search_app.stores.open_store import create_store, open_store
from search_app.stores.vector_location import Quantization, VectorLayout, VectorLocation

__all__ = ["Quantization", "VectorLayout", "VectorLocation", "create_store", "open_store"]
