"""How much the cross-encoder counts beside the lanes."""

from collections.abc import Collection

from search_app.records import Reading


def rerank_share(readings: Collection[Reading], weight: float, fade: float) -> float:
    """Return the cross-encoder's share in the final scores of one head, from 0 to `weight`.

    It knows what it has read: of short passages that is all, of long ones the beginning. The share is
    weight x (mean extent of what it read)^fade, one for the whole head, so that its order within the head is
    kept. docs/evaluation.md has the figures this rests on.

    Args:
        readings: Of the head.
        weight: Its share where it has read whole passages, in [0, 1].
        fade: How steeply the share falls with the extent; 0 leaves it at `weight`.
    """
    if not readings:
        return 0.0
    extent = sum(reading.extent for reading in readings) / len(readings)
    return float(weight * extent**fade)
