import pytest

from search_app.fusion import METHODS, FusionRule
from search_app.ranking.profile import Profile
from search_app.ranking.profile_file import read_profile
from ui.catalog.profile_line import profile_line


def test_profiles_that_differ_in_feedback_read_differently():
    assert "Dense, Sparse, BM25, Feedback, 200 hits" in str(profile_line(read_profile("default")))
    assert "Dense, Sparse, BM25, 200 hits" in str(profile_line(read_profile("three-lanes")))


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_words(method):
    assert f"fused {METHODS[method].words};" in str(profile_line(Profile(fusion=FusionRule(method))))
