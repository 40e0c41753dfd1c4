"""Vector stores: Qdrant Edge embedded in this process, or a Qdrant server, behind one protocol."""

from search_app.stores.edge_host import EdgeHost
from search_app.stores.host import VectorHost, choose_host
from search_app.stores.vector_location import Quantization, VectorLayout, VectorLocation

__all__ = ["EdgeHost", "Quantization", "VectorHost", "VectorLayout", "VectorLocation", "choose_host"]
