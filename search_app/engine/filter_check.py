"""Which conditions of a filter a passage does not meet, by the rules the stores filter by."""

from collections.abc import Mapping

from search_app.filters.order_keys import order_keys
from search_app.filters.plan import Between, Every, Exists, Inverse, Some, Terms, Test, plan_clause
from search_app.records import (
    AllOf,
    AnyOf,
    Clause,
    Condition,
    MetadataValue,
    Not,
    Present,
    SearchFilter,
    TextRange,
)
from search_app.stores.metadata_terms import metadata_term, metadata_terms


def failed_conditions(
    where: SearchFilter | None, metadata: Mapping[str, MetadataValue]
) -> tuple[Clause, ...]:
    """Return the conditions that exclude a passage of this metadata; empty when it passes."""
    if where is None:
        return ()
    return tuple(clause for clause in where.conditions if not _passes(plan_clause(clause), metadata))


def _passes(test: Test, metadata: Mapping[str, MetadataValue]) -> bool:
    match test:
        case Terms(field, values):
            terms = set(metadata_terms(metadata))
            return any(metadata_term(field, value) in terms for value in values)
        case Between(field, key):
            keys = order_keys(metadata[field]) if field in metadata else {}
            return any(map(test.holds, keys.get(key, ())))
        case Exists(field):
            return metadata.get(field, []) != []
        case Every(parts):
            return all(_passes(part, metadata) for part in parts)
        case Some(parts):
            return any(_passes(part, metadata) for part in parts)
        case Inverse(part):
            return not _passes(part, metadata)


def condition_text(clause: Clause) -> str:
    """Write a condition as it is typed: `genre=drama|comedy`, `year>=1990`."""
    match clause:
        case Condition():
            return _condition_text(clause)
        case TextRange():
            return clause.written
        case Present(field):
            return f"{field}?"
        case Not(part):
            return f"NOT {_grouped(part)}"
        case AllOf(parts):
            return " AND ".join(map(_grouped, parts))
        case AnyOf(parts):
            # A field of decimals is asked twice, as numbers and as texts, with the same words.
            return " OR ".join(dict.fromkeys(map(_grouped, parts)))


def _condition_text(condition: Condition) -> str:
    if condition.any_of:
        return f"{condition.field}={'|'.join(dict.fromkeys(map(_typed, condition.any_of)))}"
    bounds = [
        (">=", condition.at_least),
        (">", condition.above),
        ("<=", condition.at_most),
        ("<", condition.below),
    ]
    return " and ".join(
        f"{condition.field}{sign}{_number(bound)}" for sign, bound in bounds if bound is not None
    )


def _grouped(clause: Clause) -> str:
    text = condition_text(clause)
    return f"({text})" if isinstance(clause, AllOf | AnyOf) else text


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 2**63 else f"{value:g}"


def _typed(value: str | int | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
