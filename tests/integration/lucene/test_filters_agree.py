"""The same filter finds the same documents in every lane, and those a plain reading of it names."""

import random

import numpy as np
import pytest
from qdrant_client import QdrantClient

from search_app.engine.filter_check import failed_conditions
from search_app.filters.order_keys import order_keys
from search_app.lucene import LuceneIndexWriter, LuceneSearcher
from search_app.records import (
    AllOf,
    AnyOf,
    Condition,
    EncodedPassage,
    Not,
    Passage,
    Present,
    SearchFilter,
    SparseVector,
    TextRange,
)
from search_app.stores.edge import EdgeVectorStore
from search_app.stores.server import ServerVectorStore
from search_app.stores.server_collections import create_collection
from search_app.stores.server_filter import server_filter

WIDE = 1_790_000_000_000_000_001
pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")

VALUES = {
    "n": [
        0,
        1,
        -3,
        2.5,
        0.1,
        5.0,
        2**53 - 1,
        2**53,
        2**53 + 1,
        -(2**53) - 1,
        WIDE,
        WIDE + 1,
        2**63 - 1,
        1e300,
    ],
    "mixed": ["1", 1, True, "true", "01", "1.10", 1.1, ["1", "x"]],
    "when": ["2024-05-31", "2024-05-31T10:00:00Z", "2024-06-01", "1969-12-31", "soon"],
    "years": [["2019", "2020"], ["2021"], ["x"], []],
    'odd "na.me[]': ["a", 7],
}
VERSIONS = [1.1, "1.10", "2.00", 3]


def documents(rng: random.Random) -> dict[str, dict]:
    made = {}
    for number in range(120):
        metadata = {name: rng.choice(values) for name, values in VALUES.items() if rng.random() < 0.8}
        if rng.random() < 0.8:
            metadata["version"] = rng.choice(VERSIONS)
        made[f"d{number}"] = metadata
    return made


def clause(rng: random.Random, depth: int = 3):
    kind = rng.randrange(7 if depth else 4)
    field = rng.choice([*VALUES, "version", "absent"])
    values = [value for value in [*VALUES.get(field, ["x"]), 1, "1", False] if not isinstance(value, list)]
    if kind == 0:
        return Condition(field, tuple(rng.choices([*values, "2019", "x"], k=rng.randint(1, 3))))
    if kind == 1:
        bounds = [*(number for number in VALUES["n"]), WIDE - 1, -(2**53), 2**53 + 3]
        sides = rng.sample(("at_least", "at_most", "above", "below"), rng.randint(1, 2))
        return Condition(rng.choice(["n", field]), **{side: rng.choice(bounds) for side in sides})
    if kind == 2:
        reading, field, bounds = rng.choice(
            [
                ("time", "when", [1717113600.0, 1717149600.0, -86400.0]),
                ("decimal", "years", [2019.0, 2020.5, 2021.0]),
                ("decimal", "version", [1.0, 1.1, 2.0]),
            ]
        )
        sides = rng.sample(("at_least", "at_most", "above", "below"), rng.randint(1, 2))
        return TextRange(field, reading, "", **{side: rng.choice(bounds) for side in sides})
    if kind == 3:
        return Present(field)
    if kind == 4:
        return Not(clause(rng, depth - 1))
    parts = tuple(clause(rng, depth - 1) for _ in range(rng.randint(0, 3)))
    return AllOf(parts) if kind == 5 else AnyOf(parts)


def passes(asked, metadata: dict) -> bool:
    """What a filter means, said in plain Python: integers compare exactly here."""
    if isinstance(asked, Not):
        return not passes(asked.part, metadata)
    if isinstance(asked, AllOf):
        return all(passes(part, metadata) for part in asked.parts)
    if isinstance(asked, AnyOf):
        return any(passes(part, metadata) for part in asked.parts)
    value = metadata.get(asked.field)
    if value is None or value == []:
        return False
    if isinstance(asked, Present):
        return True
    if isinstance(asked, TextRange):
        return any(within(asked, key) for key in order_keys(value).get(asked.reading, ()))
    if not asked.any_of:
        return isinstance(value, int | float) and not isinstance(value, bool) and within(asked, value)
    entries = value if isinstance(value, list) else [value]
    return any(sort(one) == sort(other) and one == other for one in entries for other in asked.any_of)


def sort(value) -> type:
    return type(value) if isinstance(value, str | bool) else float


def within(asked, value: float) -> bool:
    return (
        (asked.at_least is None or value >= asked.at_least)
        and (asked.at_most is None or value <= asked.at_most)
        and (asked.above is None or value > asked.above)
        and (asked.below is None or value < asked.below)
    )


@pytest.fixture(scope="module")
def lanes(tmp_path_factory):
    path, made = tmp_path_factory.mktemp("agree"), documents(random.Random(7))
    passages = [Passage(name, 0, 0, 3, "cat", "", metadata) for name, metadata in made.items()]
    vector = np.array([1.0, 0.0, 0.0, 0.0], dtype=np.float32)
    points = [EncodedPassage(passage, vector, SparseVector.from_mapping({1: 1.0})) for passage in passages]
    titles = {passage.id: passage.document_id for passage in passages}
    writer = LuceneIndexWriter(path / "lucene")
    writer.upsert(passages)
    writer.close()
    edge = EdgeVectorStore.create(path / "edge", 4)
    edge.upsert(points)
    edge.optimize()
    client = QdrantClient(":memory:")
    create_collection(client, "c", 4)
    server = ServerVectorStore(client, "c", settle_seconds=0.0)
    server.upsert(points)
    searcher = LuceneSearcher(path / "lucene")

    def on_server(where):
        records, _ = client.scroll("c", server_filter(where), limit=1000)
        return {str(record.id) for record in records}

    asked = {
        "bm25": lambda where: set(searcher.ids(where)),
        "edge": lambda where: {hit.passage_id for hit in edge.search_dense(vector, 1000, where)},
        "server": on_server,
    }
    yield made, {lane: lambda where, ask=ask: {titles[i] for i in ask(where)} for lane, ask in asked.items()}
    searcher.close()
    edge.close()


def test_random_filters_find_the_same_in_every_lane(lanes):
    made, asked = lanes
    rng, found = random.Random(11), 0
    for _ in range(400):
        where = SearchFilter(tuple(clause(rng) for _ in range(rng.randint(1, 2))))
        expected = {name for name, data in made.items() if all(passes(c, data) for c in where.conditions)}
        checked = {name for name, data in made.items() if not failed_conditions(where, data)}
        assert checked == expected, where
        for lane, ask in asked.items():
            assert ask(where) == expected, (lane, where)
        found += 0 < len(expected) < len(made)
    assert found > 150


def test_wide_integers_compare_exactly_in_every_lane(lanes):
    made, asked = lanes
    for number in (2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, WIDE, WIDE + 1, 2**63 - 1):
        for condition in (
            Condition("n", (number,)),
            Condition("n", above=number),
            Condition("n", below=number),
            Condition("n", at_least=number, at_most=number),
        ):
            expected = {name for name, data in made.items() if passes(condition, data)}
            for lane, ask in asked.items():
                assert ask(SearchFilter((condition,))) == expected, (lane, condition)
