import pytest

from search_app.lucene.analyzer import AnalyzedWord
from search_app.lucene.pairs import Pair, neighbouring_pairs, pair_of, places


def _words(*found):
    return [AnalyzedWord(term, 10 * at, 10 * at + len(term), at) for term, at in found]


def test_neighbours_are_pairs_at_their_distance_each_once():
    words = _words(("speed", 0), ("light", 2), ("speed", 4), ("light", 6), ("light", 7))
    assert neighbouring_pairs(words) == {
        Pair("speed", "light", 2): (0, 25),
        Pair("light", "speed", 2): (20, 45),
    }
    assert neighbouring_pairs(words[:1]) == {}


@pytest.mark.parametrize("distance", [1, 2, 4])
def test_a_pair_is_known_by_the_name_lucene_gives_it(distance):
    pair = Pair("speed", "light", distance)
    assert pair.key == f'"speed {"? " * (distance - 1)}light"'
    assert pair_of(pair.key) == pair
    assert pair_of("speed") is None


def test_only_this_order_and_distance_is_a_place():
    words = _words(("light", 0), ("speed", 1), ("light", 3), ("speed", 9), ("light", 10))
    assert places(Pair("speed", "light", 2), words) == [(10, 35)]
    assert places(Pair("speed", "light", 1), words) == [(90, 105)]
    assert places(Pair("light", "sound", 1), words) == []
