import json
import random
from dataclasses import replace

import numpy as np
import pytest

from pipelines.evaluate.passage_documents import PassageDocuments
from pipelines.judged.open_dataset import open_dataset
from pipelines.tune.cached_set import cache_set
from pipelines.tune.profile_file import write_profile
from pipelines.tune.space import DEPTHS, Fusion, Space, reranks, with_feedback, with_options
from pipelines.tune.values import fusion_values, profile_values, rerank_values
from search_app.cli.service import open_service
from search_app.collections.ledger import Ledger
from search_app.fusion import FusionRule
from search_app.lanes import FEEDBACK, SERVED_LANES
from search_app.lanes.bm25 import Bm25Options
from search_app.ranking.profile_file import read_profile
from search_app.ranking.rerank import Rerank
from search_app.settings import read_settings

WEIGHTS = (0.4, 0.3, 0.3)
SPACE = Space()


@pytest.fixture
def cached(command, beir):
    assert command("ingest", str(beir), "--collection", "small").exit_code == 0
    with open_service() as service, service.open("small").borrow() as opened:
        with Ledger(service.open("small").generation().ledger_path, read_only=True) as ledger:
            documents = PassageDocuments(ledger.entries())
        yield cache_set(open_dataset(str(beir), "dev"), opened, service.models, documents, SERVED_LANES)


def _random_profiles(count, seed=7):
    """Draw profiles of the space that is tried, with and without what only changes one part."""
    draw, found = random.Random(seed), []
    for _ in range(count):
        profile = SPACE.point(draw.choice(SPACE.fusions), draw.choice(SPACE.weights.tolist()))
        if "bm25" in profile.lanes and draw.random() < 0.5:
            profile = draw.choice(with_options(profile, "bm25"))
        if draw.random() < 0.5:
            profile = draw.choice(with_feedback(profile))
        rules = draw.choice(list(reranks().values()))
        found.append((profile, replace(profile, rerank=draw.choice(rules))))
    return found


def test_what_tune_measures_is_what_is_served(command, beir, cached):
    profiles = {}
    for number, (plain, reranked) in enumerate(_random_profiles(12)):
        profiles[f"random-{number}"] = plain
        profiles[f"reranked-{number}"] = reranked
    folder = read_settings().data_dir / "profiles"
    for name, profile in profiles.items():
        write_profile(folder / f"{name}.toml", profile)
    values = {name: float(profile_values(cached, profile).mean()) for name, profile in profiles.items()}
    assert len(set(values.values())) > 3
    names = ",".join(profiles)
    done = command(
        "evaluate", str(beir), "--split", "dev", "--systems", names, "--latency-queries", "0", "--json"
    )
    assert done.exit_code == 0, done.output
    served = json.loads(done.stdout)["systems"]
    assert {name: served[name]["nDCG@10"] for name in profiles} == pytest.approx(values, abs=1e-4)


def test_all_fusions_at_once_are_worth_what_each_is(cached):
    table = fusion_values(cached, SPACE)
    assert table.shape == (len(SPACE.fusions), len(SPACE.weights), len(cached.queries))
    draw = random.Random(3)
    rows = [*range(len(SERVED_LANES) + 1), *draw.sample(range(len(SERVED_LANES) + 1, len(SPACE.weights)), 6)]
    for number, fusion in enumerate(SPACE.fusions):
        for row in rows:
            expected = profile_values(cached, SPACE.point(fusion, SPACE.weights[row].tolist()))
            assert table[number, row] == pytest.approx(expected), (fusion, SPACE.weights[row])


def test_all_ways_of_reranking_at_once_are_worth_what_each_is(cached):
    draw = random.Random(5)
    for plain, _ in _random_profiles(4, seed=11):
        tables = rerank_values(cached, plain, reranks())
        for depth, rules in reranks().items():
            table = tables[depth]
            for number in draw.sample(range(len(rules)), 4):
                expected = profile_values(cached, replace(plain, rerank=rules[number]))
                assert table[number] == pytest.approx(expected), rules[number]


def test_a_lane_without_weight_is_not_asked():
    point = SPACE.point(SPACE.fusions[0], (0.0, 0.4, 0.6))
    assert point.lanes == SERVED_LANES[1:]
    assert set(point.fusion.weights) == set(SERVED_LANES[1:])
    assert SPACE.single("bm25").lanes == ("bm25",)
    assert SPACE.plain_rrf.fusion.summary(SERVED_LANES).startswith("rrf k=60 of")


def test_what_is_tried_is_what_the_parts_declare():
    assert {fusion.depth for fusion in SPACE.fusions} == set(DEPTHS)
    rules = [fusion.rule for fusion in SPACE.fusions if fusion.depth == DEPTHS[0]]
    assert [rule.k for rule in rules if rule.method == "rrf"] == [5, 10, 20, 40, 60, 100]
    assert len([rule for rule in rules if rule.method == "zscore"]) == 1
    depths = reranks()
    assert list(depths) == [10, 20, 30, 50]
    assert all({rule.depth for rule in rules} == {depth} for depth, rules in depths.items())
    assert Rerank(30, 0.55, 2.0, "softmax") in depths[30]
    assert np.allclose(Space(("dense", "bm25")).weights.sum(axis=1), 1.0, atol=1e-3)
    assert Space(("bm25",)).weights.tolist() == [[1.0], [1.0]]


def test_a_profile_with_feedback_survives_its_file(tmp_path):
    profile = SPACE.point(Fusion(FusionRule("zscore"), 100), WEIGHTS)
    profile = with_feedback(with_options(profile, "bm25")[0])[1]
    profile = replace(profile, name="fed", rerank=Rerank(20, 0.4, 2.0, "softmax"))
    write_profile(tmp_path / "fed.toml", profile)
    assert read_profile(str(tmp_path / "fed.toml")) == profile
    assert profile.lane_options("bm25") == Bm25Options(0.2)
    assert profile.every_lane[-1] == FEEDBACK
    assert profile.fusion.weights == {"dense": 0.4, "sparse": 0.3, "bm25": 0.3, FEEDBACK: 0.2}
