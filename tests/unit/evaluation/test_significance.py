import itertools

import numpy as np
import pytest

from search_app.evaluation.bootstrap import bootstrap_interval
from search_app.evaluation.comparison import compare, corrected
from search_app.evaluation.randomisation import holm, randomisation_p


def test_few_queries_are_counted_out_exactly():
    differences = np.array([0.3, 0.1, 0.2, -0.05, 0.4])
    patterns = itertools.product((1, -1), repeat=5)
    totals = [abs(sum(s * d for s, d in zip(signs, differences, strict=True))) for signs in patterns]
    expected = np.mean([total >= abs(differences.sum()) - 1e-12 for total in totals])
    assert randomisation_p(differences) == pytest.approx(expected)
    assert randomisation_p(-differences) == pytest.approx(expected)


def test_many_queries_agree_with_the_normal_approximation():
    differences = np.random.default_rng(1).normal(0.02, 0.1, 100)
    z = differences.sum() / np.sqrt((differences**2).sum())
    from scipy.stats import norm

    assert randomisation_p(differences) == pytest.approx(2 * norm.sf(z), abs=0.01)


def test_no_difference_is_no_evidence():
    assert randomisation_p(np.zeros(50)) == 1.0


def test_holm_on_its_textbook_example():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


def test_the_interval_holds_the_mean_and_repeats():
    values = np.random.default_rng(2).random(300)
    low, high = bootstrap_interval(values)
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * values.std() / np.sqrt(300), rel=0.1)
    assert (low, high) == bootstrap_interval(values)


def test_verdicts():
    generator = np.random.default_rng(3)
    base = generator.random(60)
    noise = base + generator.normal(0, 0.1, 60)
    assert compare("a", "b", "m", base, base + 0.1).verdict == "better"
    assert compare("a", "b", "m", base, base - 0.1).verdict == "worse"
    assert compare("a", "b", "m", base, noise - (noise - base).mean()).verdict == "no difference found"
    assert compare("a", "b", "m", base[:3], base[:3] + 0.1).verdict == "too few queries to tell"


def test_correction_grows_with_the_number_of_comparisons():
    base = np.random.default_rng(4).random(40)
    other = base + np.random.default_rng(5).normal(0.03, 0.08, 40)
    one = compare("a", "b", "m", base, other)
    pair = corrected([one, one])
    assert pair[0].corrected_p == pytest.approx(min(1.0, 2 * one.p))
    assert (one.wins + one.losses) == 40
