"""Which rows of tokens run through a model together."""

from collections.abc import Sequence


def length_sorted_batches(lengths: Sequence[int], token_budget: int, max_rows: int) -> list[list[int]]:
    """Group rows of similar length, longest first.

    Padding is computed like any token, so rows of equal length waste nothing; the longest batch comes
    first, so that memory peaks at once instead of in the middle of a job.

    Args:
        lengths: Number of tokens of each row.
        token_budget: Upper bound of rows × longest row in a batch; a single longer row stands alone.
        max_rows: Upper bound of rows in a batch.

    Returns:
        Lists of positions in `lengths`; every position stands in exactly one of them.
    """
    order = sorted(range(len(lengths)), key=lambda position: -lengths[position])
    batches: list[list[int]] = []
    room = 0
    for position in order:
        if room == 0:
            batches.append([])
            room = max(1, min(max_rows, token_budget // max(1, lengths[position])))
        batches[-1].append(position)
        room -= 1
    return batches
