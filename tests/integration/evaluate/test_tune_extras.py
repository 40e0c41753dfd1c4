import json

import numpy as np
import pytest

from pipelines.evaluate.passage_documents import PassageDocuments
from pipelines.judged.open_dataset import open_dataset
from pipelines.tune.cached_set import cache_set
from pipelines.tune.learn import Learner
from pipelines.tune.profile_file import write_profile
from pipelines.tune.space import FEEDBACK_WEIGHTS, PAIRS, Fusion, Setting
from search_app.cli.service import open_service
from search_app.collections.ledger import Ledger
from search_app.engine.profile import FEEDBACK, read_profile
from search_app.fusion import BlendRule
from search_app.settings import read_settings

WEIGHTS = tuple((np.array([4, 3, 3]) / 10.0).tolist())


@pytest.mark.parametrize("method", ["zscore", "rrf"])
def test_what_tune_computes_is_what_is_served(command, beir, method):
    assert command("ingest", str(beir), "--collection", "small").exit_code == 0
    fusion = Fusion(method, 60.0 if method == "rrf" else 0.0, 200)
    settings = {
        "fed": Setting(fusion, WEIGHTS, FEEDBACK_WEIGHTS[2]),
        "paired": Setting(fusion, WEIGHTS, bm25_pairs=PAIRS[1]),
        "paired-fed": Setting(fusion, WEIGHTS, FEEDBACK_WEIGHTS[2], bm25_pairs=PAIRS[2]),
        "paired-reranked": Setting(fusion, WEIGHTS, 0.0, 10, BlendRule(0.3), PAIRS[0]),
        "fed-reranked": Setting(fusion, WEIGHTS, FEEDBACK_WEIGHTS[4], 10, BlendRule(0.55, 2.0, "softmax")),
    }
    folder = read_settings().data_dir / "profiles"
    for name, setting in settings.items():
        write_profile(folder / f"{name}.toml", setting.profile(name, {}))
    with open_service() as service, service.borrow("small") as opened:
        with Ledger(service.generation("small").ledger_path, read_only=True) as ledger:
            documents = PassageDocuments(ledger.entries())
        cached = cache_set(open_dataset(str(beir), "dev"), opened, service.models, documents, 200)
        learner = Learner([cached])
        values = {name: float(learner.values(0, setting).mean()) for name, setting in settings.items()}
        plain = float(learner.values(0, Setting(fusion, WEIGHTS)).mean())
    assert values["fed"] != plain
    names = ",".join(settings)
    done = command(
        "evaluate", str(beir), "--split", "dev", "--systems", names, "--latency-queries", "0", "--json"
    )
    assert done.exit_code == 0, done.output
    served = json.loads(done.stdout)["systems"]
    assert {name: served[name]["nDCG@10"] for name in settings} == pytest.approx(values, abs=1e-4)


def test_a_profile_with_feedback_survives_its_file(tmp_path):
    profile = Setting(
        Fusion("zscore", 0.0, 100), WEIGHTS, FEEDBACK_WEIGHTS[1], 20, BlendRule(0.4, 2.0, "softmax"), PAIRS[0]
    ).profile("fed", {})
    write_profile(tmp_path / "fed.toml", profile)
    assert read_profile(str(tmp_path / "fed.toml")) == profile
    assert profile.bm25_pairs == PAIRS[0]
    assert profile.blend_rule == BlendRule(0.4, 2.0, "softmax")
    assert profile.lanes[-1] == FEEDBACK
    assert profile.weights[FEEDBACK] == FEEDBACK_WEIGHTS[1]
