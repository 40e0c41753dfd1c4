from search_app.explain.best_sentence import best_sentence
from search_app.explain.highlight import highlights
from search_app.explain.telling import telling
from search_app.records import TokenContribution


def _share(token, weight, *spans):
    return TokenContribution(token, "dense", weight, "share", spans)


SHARES = [
    _share("vaccine", 0.09, (4, 11)),
    _share("measles", 0.07, (16, 23)),
    _share("the", 0.02, (0, 3)),
    _share("of", 0.02, (12, 15)),
    TokenContribution("(the text as a whole)", "dense", 0.3, "rest"),
    _share("and", -0.02, (24, 27)),
]


def test_only_shares_far_above_the_mean_stand_out_and_places_are_needed():
    assert [each.token for each, _ in telling(SHARES)] == ["vaccine", "measles"]
    assert [strength for _, strength in telling(SHARES)][0] == 1.0


def test_equal_shares_tell_nothing():
    assert telling([_share("a", 0.1, (0, 1)), _share("b", 0.1, (2, 3))]) == []


def test_matches_count_whatever_the_shares_are():
    match = TokenContribution("of", "bm25", 3.0, "literal", ((12, 15),))
    assert (match, 1.0) in telling([*SHARES, match])


def test_marks_and_the_best_sentence_follow_the_outstanding_words():
    text = "the cat is here. Then the vaccine came. "
    shares = [_share("vaccine", 0.9, (26, 33)), *(_share("x", 0.2, (n, n + 1)) for n in (0, 4, 8, 11))]
    assert [(mark.start, mark.end) for mark in highlights(text, shares)] == [(26, 33)]
    assert text[slice(*best_sentence(text, shares))] == "Then the vaccine came."
