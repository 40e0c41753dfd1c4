import pytest

from search_app.engine.profile import ALL_LANES, Profile, read_profile
from search_app.errors import BadInputError, NotFoundError


def test_the_shipped_default_asks_every_lane():
    assert read_profile("default").lanes == ALL_LANES


def test_a_profile_file_is_read_by_path(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('lanes = ["bm25"]\nfusion = "weighted"\n[weights]\nbm25 = 2.0\n')
    assert read_profile(str(path)) == Profile(
        "mine", lanes=("bm25",), fusion="weighted", weights={"bm25": 2.0}
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lanes = [", "cannot be read"),
        ("deepth = 3", "unknown keys deepth"),
        ('lanes = ["dense", "bm52"]', "'bm52'"),
        ('fusion = "magic"', "'magic'"),
        ("depth = 0", "1 to 1000"),
        ('depth = "many"', "wrong type"),
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
