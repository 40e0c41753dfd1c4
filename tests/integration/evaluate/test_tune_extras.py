import json
import random

import numpy as np
import pytest

from pipelines.evaluate.passage_documents import PassageDocuments
from pipelines.judged.open_dataset import open_dataset
from pipelines.tune.cached_set import cache_set
from pipelines.tune.learn import Learner
from pipelines.tune.profile_file import write_profile
from pipelines.tune.space import (
    FEEDBACK_WEIGHTS,
    PAIRS,
    RERANK_DEPTHS,
    RULES,
    UNREAD,
    Fusion,
    Setting,
    fusions,
    weight_grid,
)
from search_app.cli.service import open_service
from search_app.collections.ledger import Ledger
from search_app.lanes import FEEDBACK, LANES
from search_app.ranking.profile_file import read_profile
from search_app.ranking.rerank import Rerank
from search_app.settings import read_settings

WEIGHTS = tuple((np.array([4, 3, 3]) / 10.0).tolist())


def _random_settings(count, seed=7):
    """Draw settings of the space that is tried."""
    draw, grid = random.Random(seed), weight_grid()
    found = {}
    for number in range(count):
        weights = tuple(grid[draw.choice([0, *range(4, len(grid))])].tolist())
        rerank = draw.choice((0, *RERANK_DEPTHS))
        found[f"random-{number}"] = Setting(
            draw.choice(fusions()),
            weights,
            draw.choice((0.0, *FEEDBACK_WEIGHTS)),
            rerank,
            draw.choice(RULES) if rerank else UNREAD,
            draw.choice((0.0, *PAIRS)) if weights[LANES.index("bm25")] else 0.0,
        )
    return found


def _named_settings(method):
    fusion = Fusion(method, 60.0 if method == "rrf" else 0.0, 200)
    settings = {
        "fed": Setting(fusion, WEIGHTS, FEEDBACK_WEIGHTS[2]),
        "paired": Setting(fusion, WEIGHTS, bm25_pairs=PAIRS[1]),
        "paired-fed": Setting(fusion, WEIGHTS, FEEDBACK_WEIGHTS[2], bm25_pairs=PAIRS[2]),
        "paired-reranked": Setting(fusion, WEIGHTS, 0.0, 10, Rerank(30, 0.3, 0.0, "minmax"), PAIRS[0]),
        "fed-reranked": Setting(fusion, WEIGHTS, FEEDBACK_WEIGHTS[4], 10, Rerank(30, 0.55, 2.0, "softmax")),
    }
    return {f"{method}-{name}": setting for name, setting in settings.items()}


def test_what_tune_computes_is_what_is_served(command, beir):
    assert command("ingest", str(beir), "--collection", "small").exit_code == 0
    settings = _named_settings("zscore") | _named_settings("rrf") | _random_settings(16)
    folder = read_settings().data_dir / "profiles"
    for name, setting in settings.items():
        write_profile(folder / f"{name}.toml", setting.profile(name, {}))
    with open_service() as service, service.open("small").borrow() as opened:
        with Ledger(service.open("small").generation().ledger_path, read_only=True) as ledger:
            documents = PassageDocuments(ledger.entries())
        cached = cache_set(open_dataset(str(beir), "dev"), opened, service.models, documents, 200)
        learner = Learner([cached])
        values = {name: float(learner.values(0, setting).mean()) for name, setting in settings.items()}
        plain = float(learner.values(0, Setting(Fusion("rrf", 60.0, 200), WEIGHTS)).mean())
    assert values["rrf-fed"] != plain
    names = ",".join(settings)
    done = command(
        "evaluate", str(beir), "--split", "dev", "--systems", names, "--latency-queries", "0", "--json"
    )
    assert done.exit_code == 0, done.output
    served = json.loads(done.stdout)["systems"]
    assert {name: served[name]["nDCG@10"] for name in settings} == pytest.approx(values, abs=1e-4)


def test_a_profile_with_feedback_survives_its_file(tmp_path):
    profile = Setting(
        Fusion("zscore", 0.0, 100),
        WEIGHTS,
        FEEDBACK_WEIGHTS[1],
        20,
        Rerank(30, 0.4, 2.0, "softmax"),
        PAIRS[0],
    ).profile("fed", {})
    write_profile(tmp_path / "fed.toml", profile)
    assert read_profile(str(tmp_path / "fed.toml")) == profile
    assert profile.lane_options("bm25").pairs == PAIRS[0]
    assert profile.rerank == Rerank(20, 0.4, 2.0, "softmax")
    assert profile.every_lane[-1] == FEEDBACK
    assert profile.fusion.weights[FEEDBACK] == FEEDBACK_WEIGHTS[1]
