"""What a user would glue together: five libraries, each as its own documentation shows it."""

import json
import os
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import data, reference_models
from benchmarks.timing import milliseconds
from search_app.collections import Catalog
from search_app.lucene.java import find_java
from search_app.lucene.jvm import anserini_jar
from search_app.ranking.profile_file import read_profile
from search_app.stores.edge import EdgeVectorStore

LANE_DEPTH = 200


def write_source(path: Path, size: int, words: int) -> None:
    """Write the first `words` words of `size` introductions of Wikipedia articles as JSON lines."""
    entries = islice(data.records(data.folder("wikipedia-intros") / "corpus.jsonl"), size)
    with path.open("w", encoding="utf-8") as stream:
        for entry in entries:
            text = " ".join(entry["text"].split()[:words])
            stream.write(json.dumps({"_id": entry["_id"], "title": entry["title"], "text": text}))
            stream.write("\n")


class GluedStack:
    """Encode, ask the three lanes one after the other, fuse, rerank."""

    def __init__(self, client: Any, searcher: Any, texts: dict[str, str]) -> None:
        self._client, self._searcher, self._texts = client, searcher, texts
        self._rerank_depth = read_profile("default").rerank.depth
        self._dense = reference_models.dense()
        self._sparse = reference_models.sparse()
        self._cross_encoder = reference_models.cross_encoder()

    def search(self, question: str, rerank: bool) -> list[str]:
        """Return the ids of the best ten."""
        from qdrant_client import models

        dense = self._dense.encode(question).tolist()
        row = self._sparse.encode_query(question, max_active_dims=reference_models.QUERY_TERMS).coalesce()
        weights = models.SparseVector(indices=row.indices()[0].tolist(), values=row.values().tolist())
        rankings = [
            self._ask(dense, "dense"),
            self._ask(weights, "sparse"),
            [hit.docid for hit in self._searcher.search(question, k=LANE_DEPTH)],
        ]
        scores: dict[str, float] = {}
        for ranking in rankings:
            for rank, name in enumerate(ranking, start=1):
                scores[name] = scores.get(name, 0.0) + 1 / (60 + rank)
        best = sorted(scores, key=lambda name: -scores[name])[: self._rerank_depth]
        if not rerank:
            return best[:10]
        logits = self._cross_encoder.predict([(question, self._texts[name]) for name in best])
        return [best[place] for place in logits.argsort()[::-1][:10]]

    def _ask(self, vector: Any, lane: str) -> list[str]:
        answer = self._client.query_points("bench", query=vector, using=lane, limit=LANE_DEPTH)
        return [str(point.id) for point in answer.points]


def build(data_dir: Path, collection: str, scratch: Path) -> GluedStack:
    """Fill the glued stack with the vectors and texts our collection holds."""
    from qdrant_client import QdrantClient, models

    client = QdrantClient(":memory:")
    client.create_collection(
        "bench",
        vectors_config={"dense": models.VectorParams(size=384, distance=models.Distance.COSINE)},
        sparse_vectors_config={"sparse": models.SparseVectorParams()},
    )
    texts: dict[str, str] = {}
    store = EdgeVectorStore.open(Catalog(data_dir).current_generation(collection).vectors_path)
    ids = list(store.ids())
    for start in range(0, len(ids), 500):
        stored = store.retrieve(ids[start : start + 500], with_vectors=True)
        texts.update({entry.passage.id: entry.passage.full_text for entry in stored})
        client.upsert("bench", [_point(models, entry) for entry in stored])
    store.close()
    return GluedStack(client, _lucene(texts, scratch), texts)


def _point(models: Any, entry: Any) -> Any:
    sparse = models.SparseVector(indices=entry.sparse.indices.tolist(), values=entry.sparse.values.tolist())
    vector = {"dense": entry.dense.tolist(), "sparse": sparse}
    return models.PointStruct(id=entry.passage.id, vector=vector, payload={})


def _lucene(texts: dict[str, str], scratch: Path) -> Any:
    """Index and search with Pyserini's own classes, on the Java that search_app finds."""
    import jnius_config

    os.environ["JAVA_HOME"] = str(find_java().home)
    # Pyserini reads the key of a service it does not use here, and stops without one.
    os.environ.setdefault("OPENAI_API_KEY", "unused")
    # It also asks Java for a module that small runtimes lack; starting Java first avoids that.
    jnius_config.add_classpath(str(anserini_jar()))
    import jnius  # noqa: F401
    from pyserini.index.lucene import LuceneIndexer
    from pyserini.search.lucene import LuceneSearcher

    indexer = LuceneIndexer(str(scratch / "pyserini-index"))
    for name, text in texts.items():
        indexer.add_doc_dict({"id": name, "contents": text})
    indexer.close()
    return LuceneSearcher(str(scratch / "pyserini-index"))


def main() -> None:
    """Print {"False": [ms, ...], "True": [ms, ...]}: without and with rerank."""
    data_dir, questions, scratch = (
        Path(sys.argv[1]),
        json.loads(Path(sys.argv[2]).read_text()),
        Path(sys.argv[3]),
    )
    stack = build(data_dir, "bench", scratch)
    spent = {
        str(rerank): milliseconds(lambda q, r=rerank: stack.search(q, rerank=r), questions)
        for rerank in (False, True)
    }
    print(json.dumps(spent))


if __name__ == "__main__":
    main()
