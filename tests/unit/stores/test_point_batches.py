import numpy as np

from search_app.records import EncodedPassage, Passage, SparseVector
from search_app.stores.server_points import point_batches


def points(count, text):
    made = [
        EncodedPassage(
            Passage(f"d{row}", 0, 0, len(text), text),
            np.array([1.0], dtype=np.float32),
            SparseVector.from_mapping({1: 1.0}),
        )
        for row in range(count)
    ]
    return {point.passage.id: point for point in made}


def sizes(count, text):
    given = points(count, text)
    batches = list(point_batches(given))
    assert [point.id for batch in batches for point in batch] == list(given)
    return [len(batch) for batch in batches]


def test_batches_close_at_128_points():
    assert sizes(300, "short") == [128, 128, 44]
    assert sizes(128, "short") == [128]
    assert sizes(0, "") == []


def test_batches_close_at_four_megabytes():
    assert sizes(5, "x" * 400_000) == [2, 2, 1]


def test_a_point_larger_than_a_batch_goes_alone():
    assert sizes(3, "x" * 2_000_000) == [1, 1, 1]
