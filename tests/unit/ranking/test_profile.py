from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from search_app.errors import BadInputError, NotFoundError
from search_app.fusion import FusionRule
from search_app.lanes import KINDS, SERVED_LANES
from search_app.lanes.bm25 import Bm25Options
from search_app.ranking.profile import Profile
from search_app.ranking.profile_file import profile_text, read_profile
from search_app.ranking.rerank import Rerank
from search_app.records.setting import check_settings, setting


def test_the_shipped_default_asks_every_lane_that_is_served():
    assert read_profile("default").every_lane == (*SERVED_LANES, "feedback")


def test_what_a_profile_is_without_a_file_is_what_is_served():
    served = read_profile("default")
    assert replace(Profile(), provenance=served.provenance) == served


@pytest.mark.parametrize("name", ["default", "rrf", "three-lanes"])
def test_what_is_written_is_what_is_read(tmp_path, name):
    shipped = read_profile(name)
    changed = replace(shipped, provenance={"learned on": 'a "set" – 1', "score": 0.25, "queries": 3})
    for profile in (shipped, changed):
        (tmp_path / f"{name}.toml").write_text(profile_text(profile), encoding="utf-8")
        assert read_profile(str(tmp_path / f"{name}.toml")) == profile


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 3", "version 3"),
        ("[rerank]\nfade = -1", "0 to 10"),
        ("[rerank]\ndepht = 3", "unknown keys depht"),
        ("version = 2\nrerank = 30", "a table"),
        ("[bm25]\npairs = true", "0 to 10"),
        ("[feedback]\npassages = 2.5", "a whole number"),
        ('[fusion]\nmethod = "magic"', 'expected "rrf", "weighted"'),
        ("[fusion.weights]\ndesne = 1", "'desne'"),
        ("rerank_depth = 3\n[rerank]\ndepth = 3", "unknown keys rerank_depth"),
    ],
)
def test_a_bad_table_is_refused_in_one_sentence(tmp_path, text, said):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(BadInputError, match=said):
        read_profile(str(path))


def test_a_table_that_is_left_out_switches_its_part_off(tmp_path):
    path = tmp_path / "plain.toml"
    path.write_text("version = 2\ndepth = 50\n")
    assert read_profile(str(path)) == Profile("plain", depth=50, feedback=None, rerank=None)


def test_a_file_of_the_first_version_means_what_it_meant(tmp_path):
    path = tmp_path / "old.toml"
    path.write_text("version = 1\nrerank_weight = 0.5\n")
    old = read_profile(str(path))
    assert old.fusion == FusionRule("rrf", 60.0, {})
    assert old.rerank == Rerank(50, 0.5, 0.0, "minmax")
    assert old.lane_options("bm25") == Bm25Options(0.0)
    assert old.feedback is None
    path.write_text('lanes = ["bm25", "feedback"]\nfeedback_passages = 3\nrerank_depth = 0\n')
    old = read_profile(str(path))
    assert (old.lanes, old.feedback.passages, old.rerank) == (("bm25",), 3, None)


def test_a_profile_file_is_read_by_path(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('lanes = ["bm25"]\nfusion = "weighted"\n[weights]\nbm25 = 2.0\n')
    assert read_profile(str(path)) == Profile(
        "mine",
        lanes=("bm25",),
        options={"bm25": Bm25Options(0.0)},
        fusion=FusionRule("weighted", 60.0, {"bm25": 2.0}),
        feedback=None,
        rerank=Rerank(50, 0.3, 0.0, "minmax"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lanes = [", "cannot be read"),
        ("deepth = 3", "unknown keys deepth"),
        ('lanes = ["dense", "bm52"]', "'bm52'"),
        ('fusion = "magic"', "'magic'"),
        ("depth = 0", "1 to 1000"),
        ('depth = "many"', "a whole number"),
        ("rerank_weight = 1.5", "0 to 1"),
        ("rerank_fade = -1", "0 to 10"),
        ('rerank_scale = "logit"', '"minmax" or "softmax"'),
        ("rerank_scale = 3", '"minmax" or "softmax"'),
    ],
)
def test_a_bad_profile_is_refused_in_one_sentence(tmp_path, text, said):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(BadInputError, match=said):
        read_profile(str(path))


def test_a_missing_profile_lists_the_shipped_ones():
    with pytest.raises(NotFoundError, match="default"):
        read_profile("nope")


@dataclass(frozen=True)
class _NewestOptions:
    key: str = setting("published", "metadata field with the date")
    oldest_too: bool = setting(False, "whether passages without a date come last")
    half_life: float = 30.0
    boosts: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_settings(self, "newest")


def test_options_of_every_type_survive_a_file(tmp_path, monkeypatch):
    """A lane that somebody adds may be asked with texts, flags, plain numbers and tables."""
    kind = replace(KINDS["dense"], name="newest", options=_NewestOptions())
    kinds = {**KINDS, "newest": kind}
    monkeypatch.setattr("search_app.ranking.profile.ALL_LANES", (*kinds, "feedback"))
    for module in ("search_app.ranking.profile", "search_app.ranking.profile_file"):
        monkeypatch.setattr(f"{module}.KINDS", kinds)
        monkeypatch.setattr(f"{module}.LANES", tuple(kinds))
    options = _NewestOptions('a "date" \x7f\n', True, 7.5, {"a b": 2.0})
    profile = Profile("mine", options={"bm25": Bm25Options(0.1), "newest": options})
    (tmp_path / "mine.toml").write_text(profile_text(profile), encoding="utf-8")
    assert read_profile(str(tmp_path / "mine.toml")) == profile
    (tmp_path / "bad.toml").write_text("version = 2\n[newest]\nkey = 3\n")
    with pytest.raises(BadInputError, match="text"):
        read_profile(str(tmp_path / "bad.toml"))
    (tmp_path / "bad.toml").write_text("version = 2\n[newest]\noldest_too = 1\n")
    with pytest.raises(BadInputError, match="true or false"):
        read_profile(str(tmp_path / "bad.toml"))
