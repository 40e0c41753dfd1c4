"""Which conditions of a filter a passage does not meet, by the rules the stores filter by."""

from collections.abc import Mapping

from search_app.records import Condition, MetadataValue, SearchFilter
from search_app.stores.metadata_terms import metadata_term, metadata_terms


def failed_conditions(
    where: SearchFilter | None, metadata: Mapping[str, MetadataValue]
) -> tuple[Condition, ...]:
    """Return the conditions that exclude a passage of this metadata; empty when it passes."""
    if where is None:
        return ()
    return tuple(condition for condition in where.conditions if not _meets(condition, metadata))


def _meets(condition: Condition, metadata: Mapping[str, MetadataValue]) -> bool:
    if condition.any_of:
        terms = set(metadata_terms(metadata))
        return any(metadata_term(condition.field, value) in terms for value in condition.any_of)
    value = metadata.get(condition.field)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low = float("-inf") if condition.at_least is None else condition.at_least
    high = float("inf") if condition.at_most is None else condition.at_most
    return low <= value <= high


def condition_text(condition: Condition) -> str:
    """Write a condition as it is typed: `genre=drama|comedy`, `year>=1990`."""
    if condition.any_of:
        return f"{condition.field}={'|'.join(map(_typed, condition.any_of))}"
    bounds = [(">=", condition.at_least), ("<=", condition.at_most)]
    return " and ".join(f"{condition.field}{sign}{bound:g}" for sign, bound in bounds if bound is not None)


def _typed(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
