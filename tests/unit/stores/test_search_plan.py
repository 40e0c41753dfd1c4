import pytest

from search_app.stores.search_plan import plan_search


@pytest.mark.parametrize(
    ("stored", "limit", "filtered", "exact"),
    [
        (5_000, 10, False, True),
        (50_000, 100, False, False),
        (50_000, 1000, False, True),
        (1_000_000, 1000, False, False),
        (50_000, 100, True, True),
        (5_000_000, 100, True, False),
    ],
)
def test_exact_where_it_is_the_faster_or_the_only_good_answer(stored, limit, filtered, exact):
    assert plan_search(stored, limit, filtered).exact is exact


@pytest.mark.parametrize("limit", [1, 100, 200, 1000])
@pytest.mark.parametrize("filtered", [False, True])
def test_the_graph_is_searched_wider_than_the_answer(limit, filtered):
    plan = plan_search(10_000_000, limit, filtered)
    assert plan.ef >= max(128, 1.5 * limit)
    assert plan.acorn is filtered


def test_more_graphs_make_the_exact_answer_the_faster_one():
    assert not plan_search(300_000, 200, False).exact
    assert not plan_search(300_000, 200, False, graphs=8).exact
    assert plan_search(300_000, 1000, False, graphs=8).exact
    assert plan_search(300_000, 200, False, graphs=30).exact
