"""ERR and nDCG with exponential gains, as gdeval defines them (TREC Web track).

gdeval itself is a Perl script that takes numeric query ids only, reads `a-1` and `b-1` as one query, and
rounds to five digits. So both measures are computed here.
"""

import math
from collections.abc import Mapping, Sequence

from search_app.errors import BadInputError

ERR_LARGEST = 4
"""gdeval's largest grade: a document of it satisfies with 15/16."""
GAIN_LARGEST = 500


def err(ranked: Sequence[str], grades: Mapping[str, int], cutoff: int) -> float:
    """Return the expected reciprocal rank (Chapelle et al., CIKM 2009).

    Args:
        ranked: Document ids, best first.
        grades: {document id: grade}; below zero counts as zero.
        cutoff: How many documents count.
    """
    reached, value = 1.0, 0.0
    for rank, document in enumerate(ranked[:cutoff], start=1):
        satisfied = _gain(grades.get(document, 0)) / 2.0**ERR_LARGEST
        value += reached * satisfied / rank
        reached *= 1.0 - satisfied
    return value


def exponential_ndcg(ranked: Sequence[str], grades: Mapping[str, int], cutoff: int) -> float:
    """Return nDCG with gains of 2^grade - 1 (Burges et al., ICML 2005); 0 where nothing is relevant."""
    ideal = _discounted(sorted(grades.values(), reverse=True)[:cutoff])
    found = _discounted([grades.get(document, 0) for document in ranked[:cutoff]])
    return found / ideal if ideal else 0.0


def check_grades(name: str, grades: Sequence[int], largest: int) -> None:
    """Raise `BadInputError` when a grade is larger than the measure is defined for."""
    highest = max(grades, default=0)
    if highest > largest:
        raise BadInputError(
            f"{name} cannot be computed with a grade of {highest}",
            f"grades up to {largest}",
            "choose another measure, such as nDCG@10",
        )


def _discounted(grades: Sequence[int]) -> float:
    return sum(_gain(grade) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def _gain(grade: int) -> float:
    return 2.0 ** max(0, grade) - 1.0
