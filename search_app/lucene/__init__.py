"""BM25 in Lucene, through Pyserini's Anserini jar: writing, searching and explaining.

Nothing here starts Java before the first writer or searcher is opened.
"""

from search_app.lucene.java import Java, find_java
from search_app.lucene.searcher import LuceneSearcher
from search_app.lucene.writer import LuceneIndexWriter

__all__ = ["Java", "LuceneIndexWriter", "LuceneSearcher", "find_java"]
