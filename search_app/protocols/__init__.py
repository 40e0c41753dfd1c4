"""The seams: what each exchangeable part can do."""

from search_app.protocols.dense_encoder import DenseEncoder
from search_app.protocols.evidence import Evidence
from search_app.protocols.lane import BoundLane, Contributions, Lane
from search_app.protocols.lexical_index import LexicalIndexWriter, LexicalSearcher
from search_app.protocols.passage_window import PassageWindow
from search_app.protocols.reranker import Reranker, WindowedReader
from search_app.protocols.sparse_encoder import SparseEncoder
from search_app.protocols.token_encoder import ExpansionSourceEncoder, TokenVectorEncoder, TokenVectors
from search_app.protocols.vector_store import Facets, StoredPassage, VectorStore

__all__ = [
    "BoundLane",
    "Contributions",
    "DenseEncoder",
    "Evidence",
    "Facets",
    "ExpansionSourceEncoder",
    "Lane",
    "LexicalIndexWriter",
    "LexicalSearcher",
    "PassageWindow",
    "Reranker",
    "SparseEncoder",
    "StoredPassage",
    "TokenVectorEncoder",
    "TokenVectors",
    "VectorStore",
    "WindowedReader",
]
