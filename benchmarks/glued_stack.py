"""What a user would glue together: five libraries, each as its own documentation shows it."""

import json
import os
import uuid
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import data, reference_models
from search_app.engine.service import SearchService

RERANK_DEPTH = 50
LANE_DEPTH = 200


def write_source(path: Path, size: int) -> None:
    """Write `size` real passages (introductions of Wikipedia articles) as JSON lines."""
    entries = islice(data.records(data.folder("wikipedia-intros") / "corpus.jsonl"), size)
    with path.open("w", encoding="utf-8") as stream:
        for entry in entries:
            words = entry["text"].split()[:120]
            stream.write(json.dumps({"_id": entry["_id"], "title": entry["title"], "text": " ".join(words)}))
            stream.write("\n")


class GluedStack:
    """Encode, ask the three lanes one after the other, fuse, rerank."""

    def __init__(self, client: Any, searcher: Any, texts: dict[str, str]) -> None:
        self._client, self._searcher, self._texts = client, searcher, texts
        self._dense = reference_models.dense()
        self._sparse = reference_models.sparse()
        self._cross_encoder = reference_models.cross_encoder()

    def search(self, question: str, rerank: bool) -> list[str]:
        """Return the ids of the best ten."""
        from qdrant_client import models

        dense = self._dense.encode(question).tolist()
        row = self._sparse.encode_query(question).coalesce()
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
        best = sorted(scores, key=lambda name: -scores[name])[:RERANK_DEPTH]
        if not rerank:
            return best[:10]
        logits = self._cross_encoder.predict([(question, self._texts[name]) for name in best])
        return [best[place] for place in logits.argsort()[::-1][:10]]

    def _ask(self, vector: Any, lane: str) -> list[str]:
        answer = self._client.query_points("bench", query=vector, using=lane, limit=LANE_DEPTH)
        return [str(point.id) for point in answer.points]


def build(service: SearchService, collection: str, scratch: Path) -> GluedStack:
    """Fill the glued stack with the vectors and texts our collection holds."""
    from qdrant_client import QdrantClient, models

    client = QdrantClient(":memory:")
    client.create_collection(
        "bench",
        vectors_config={"dense": models.VectorParams(size=384, distance=models.Distance.COSINE)},
        sparse_vectors_config={"sparse": models.SparseVectorParams()},
    )
    texts: dict[str, str] = {}
    with service.borrow(collection) as generation:
        ids = list(generation.store.ids())
        for start in range(0, len(ids), 500):
            stored = generation.store.retrieve(ids[start : start + 500], with_vectors=True)
            texts.update({entry.passage.id: entry.passage.full_text for entry in stored})
            client.upsert("bench", [_point(models, entry) for entry in stored])
    return GluedStack(client, _lucene(texts, scratch), texts)


def _point(models: Any, entry: Any) -> Any:
    sparse = models.SparseVector(indices=entry.sparse.indices.tolist(), values=entry.sparse.values.tolist())
    vector = {"dense": entry.dense.tolist(), "sparse": sparse}
    return models.PointStruct(id=str(uuid.UUID(entry.passage.id)), vector=vector, payload={})


def _lucene(texts: dict[str, str], scratch: Path) -> Any:
    """Index with Pyserini's command and open Pyserini's searcher."""
    folder = scratch / "pyserini-json"
    folder.mkdir()
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as stream:
        for name, text in texts.items():
            stream.write(json.dumps({"id": name, "contents": text}) + "\n")
    # Pyserini reads the key of a service it does not use here, and stops without one.
    os.environ.setdefault("OPENAI_API_KEY", "unused")
    from search_app.lucene.jvm import start_jvm

    start_jvm()
    from pyserini.index.lucene import LuceneIndexer
    from pyserini.search.lucene import LuceneSearcher

    indexer = LuceneIndexer(str(scratch / "pyserini-index"))
    with (folder / "passages.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            indexer.add_doc_dict(json.loads(line))
    indexer.close()
    return LuceneSearcher(str(scratch / "pyserini-index"))
