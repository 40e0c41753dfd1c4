"""What is filtered by, in words."""

from collections.abc import Sequence

from search_app.records import Condition
from ui.markup.html import Html, element, isolated, joined


def filter_line(conditions: Sequence[Condition]) -> Html:
    """Return one line that names every condition."""
    entries = [
        element("li", isolated(condition.field, "name"), " ", _wanted(condition), class_="condition")
        for condition in conditions
    ]
    return element("ul", *entries, class_="conditions", aria_label="Filters in force")


def value_text(value: str | int | float | bool) -> str:
    """Return a metadata value as it is read: a flag as yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _wanted(condition: Condition) -> Html:
    if condition.any_of:
        return joined([isolated(value_text(value)) for value in condition.any_of], " or ")
    low, high = _number(condition.at_least), _number(condition.at_most)
    if low and high:
        return element("span", f"{low} to {high}")
    return element("span", f"from {low}" if low else f"up to {high}")


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else f"{value:g}"
