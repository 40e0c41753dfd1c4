from hypothesis import given
from hypothesis import strategies as st

from search_app.encoders.batching import length_sorted_batches

LENGTHS = st.lists(st.integers(0, 300), max_size=60)


@given(lengths=LENGTHS, budget=st.integers(1, 2000), rows=st.integers(1, 40))
def test_every_row_runs_once_within_the_budget(lengths, budget, rows):
    batches = length_sorted_batches(lengths, budget, rows)
    assert sorted(position for batch in batches for position in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = max(lengths[position] for position in batch)
        assert len(batch) <= rows
        assert len(batch) == 1 or len(batch) * longest <= budget
    ordered = [lengths[position] for batch in batches for position in batch]
    assert ordered == sorted(lengths, reverse=True)


def test_equal_lengths_keep_their_order():
    assert length_sorted_batches([5, 9, 5, 9], 18, 8) == [[1, 3], [0, 2]]
