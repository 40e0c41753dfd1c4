"""Which vocabulary entries are shown as one word."""

from collections.abc import Iterable, Mapping, Sequence

from search_app.explain.text_words import TextWord

Group = frozenset[int]


def group_by_word(weights: Mapping[int, float], texts: Sequence[Sequence[TextWord]]) -> list[Group]:
    """Divide the entries into groups that stand together in one word.

    The texts are asked in order: the query first, because that is the word the user knows. Within a text
    the word that holds most weight takes its entries first, so that a suffix shared by several words
    ("##ing") goes to one of them and is counted once.

    Args:
        weights: {vocabulary id: contribution}.
        texts: Words of the query, then of the passage.

    Returns:
        Disjoint groups that hold every key of `weights`; entries of no word stand alone.
    """
    left = set(weights)
    groups: list[Group] = []
    for words in texts:
        held = {frozenset(word.entries) & left for word in words} - {frozenset()}
        for entries in sorted(
            held, key=lambda group: (-sum(weights[entry] for entry in group), sorted(group))
        ):
            taken = entries & left
            if taken:
                groups.append(taken)
                left -= taken
    return groups + [frozenset({entry}) for entry in sorted(left)]


def words_holding_most(
    group: Group, weights: Mapping[int, float], words: Iterable[TextWord]
) -> list[TextWord]:
    """Return the occurrences that hold most of the group's weight; none when no word holds any of it."""
    shares = [(_held(group, weights, word), word) for word in words if group.intersection(word.entries)]
    most = max((share for share, _ in shares), default=0.0)
    return [word for share, word in shares if share == most]


def _held(group: Group, weights: Mapping[int, float], word: TextWord) -> float:
    return sum(weights[entry] for entry in sorted(group.intersection(word.entries)))
