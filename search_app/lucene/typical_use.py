"""`python -m search_app.lucene.typical_use SCRATCH LIST`: what ingest and search do with Java, once.

Java writes the names of the classes this takes to LIST, for `search_app.lucene.class_archive`.
"""

import sys
from pathlib import Path

import jnius_config

from search_app.lucene.searcher import LuceneSearcher
from search_app.lucene.writer import LuceneIndexWriter
from search_app.records import Condition, Passage, SearchFilter

_TEXTS = ("The timeout is gone since requests are tried twice.", "The dough rests overnight in the cold.")


def use_lucene(index: Path) -> int:
    """Write a small index, search it with pairs and a filter, explain a hit; return the number of hits."""
    passages = [
        Passage(f"d{number}", 0, 0, len(text), text, "Title", {"kind": "note", "year": 2000 + number})
        for number, text in enumerate(_TEXTS)
    ]
    writer = LuceneIndexWriter(index)
    writer.upsert(passages)
    writer.commit()
    writer.close()
    searcher = LuceneSearcher(index)
    where = SearchFilter((Condition("kind", any_of=("note",)), Condition("year", at_least=1990.0)))
    found = [searcher.search("requests are tried", 10, wanted, pairs=0.4) for wanted in (None, where)]
    searcher.explain("requests are tried", passages[0], pairs=0.4)
    searcher.close()
    return len(found[1])


if __name__ == "__main__":
    scratch, listed = map(Path, sys.argv[1:3])
    jnius_config.add_options(f"-XX:DumpLoadedClassList={listed}")
    if not use_lucene(scratch / "index"):
        raise SystemExit("Lucene found nothing in its own index")
