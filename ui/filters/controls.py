"""Choosing values of the collection's metadata to filter by."""

from collections.abc import Callable, Sequence

import streamlit as st

from search_app.records import Condition
from ui.filters.facet_counts import FieldFacet
from ui.filters.line import filter_line, value_text
from ui.markup.control_marks import spell_controls
from ui.markup.html import element, show

Facets = Callable[[tuple[Condition, ...]], tuple[FieldFacet, ...]]

_Value = str | int | float | bool
_SHOWN = 60  # characters of a value in the list


def seed_filters(conditions: Sequence[Condition], scope: str) -> None:
    """Set the filters to a state from outside; must run before they are drawn.

    Args:
        conditions: What to filter by.
        scope: What the filters belong to: page and collection.
    """
    _held()[scope] = tuple(conditions)
    st.session_state.pop(_drawn_key(scope), None)


def filters(facets: Facets, scope: str) -> tuple[Condition, ...]:
    """Draw the button with the filters behind it and return the conditions chosen.

    Args:
        facets: Counts the fields under given conditions.
        scope: What the filters belong to; another collection has filters of its own.
    """
    conditions = _chosen(scope)
    found = facets(conditions)
    if not found:
        return conditions
    label = f"Filters ({len(conditions)})" if conditions else "Filters"
    drawn: dict[str, dict[str, _Value]] = {}
    with st.popover(label, icon=":material/tune:", key=f"filters-{scope}"):
        for facet in found:
            drawn[facet.name] = _draw(facet, _of(conditions, facet.name), scope)
        if conditions:
            st.button(
                "Clear all", key=f"clear-{scope}", type="tertiary", on_click=clear_filters, args=(scope,)
            )
    st.session_state[_drawn_key(scope)] = drawn
    _held()[scope] = conditions
    return conditions


def active_filters(conditions: Sequence[Condition], scope: str) -> None:
    """Say what is filtered by, with a way to stop it; nothing without a filter."""
    if not conditions:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="active-filters"):
        show(filter_line(conditions))
        st.button("Clear", key=f"clear-line-{scope}", type="tertiary", on_click=clear_filters, args=(scope,))


def clear_filters(scope: str) -> None:
    """Drop all filters of a scope; for the callback of a button."""
    seed_filters((), scope)


def _chosen(scope: str) -> tuple[Condition, ...]:
    """Read the widgets as they were drawn in the run before, and keep what has no widget."""
    drawn = st.session_state.get(_drawn_key(scope))
    held = _held().get(scope, ())
    if drawn is None:
        return held
    kept = [condition for condition in held if condition.field not in drawn]
    read = [_read(name, labels, scope) for name, labels in drawn.items()]
    return (*kept, *[condition for condition in read if condition is not None])


def _read(name: str, labels: dict[str, _Value], scope: str) -> Condition | None:
    low, high = st.session_state.get(_key(scope, name, "from")), st.session_state.get(_key(scope, name, "to"))
    if low is not None or high is not None:
        return Condition(name, at_least=low, at_most=high)
    picked = st.session_state.get(_key(scope, name, "any")) or ()
    values = tuple(_value_of(label, labels) for label in picked)
    return Condition(name, values) if values else None


def _value_of(label: str, labels: dict[str, _Value]) -> _Value:
    """Return the value of an entry; what was typed by hand is the value that is written so, if any is."""
    if label in labels:
        return labels[label]
    return next((value for value in labels.values() if str(value) == label), label)


def _draw(facet: FieldFacet, condition: Condition | None, scope: str) -> dict[str, _Value]:
    """Draw one field; returns {label: value} of what can be picked."""
    show(element("div", element("bdi", facet.name, dir="auto"), class_="field-name"))
    if facet.kind == "number" and not (condition and condition.any_of):
        _draw_range(facet, condition, scope)
        return {}
    picked = condition.any_of if condition else ()
    strays = [(value, None) for value in picked if not any(_same(value, known) for known, _ in facet.values)]
    labels = _labels([*facet.values, *strays])
    key = _key(scope, facet.name, "any")
    st.session_state[key] = [
        label for value in picked for label, known in labels.items() if _same(value, known)
    ]
    st.multiselect(
        spell_controls(facet.name),
        list(labels),
        key=key,
        label_visibility="collapsed",
        placeholder="any value",
        select_all=False,
        accept_new_options=facet.kind not in ("number", "flag"),
    )
    return labels


def _draw_range(facet: FieldFacet, condition: Condition | None, scope: str) -> None:
    numbers = [value for value, _ in facet.values if isinstance(value, int | float)]
    whole = all(isinstance(value, int) for value in numbers) and _is_whole(condition)
    sides = zip(("from", "to"), (min, max), ("at_least", "at_most"), strict=True)
    with st.container(horizontal=True, key=_key(scope, facet.name, "range")):
        for side, extreme, bound in sides:
            key = _key(scope, facet.name, side)
            value = getattr(condition, bound, None)
            st.session_state[key] = value if value is None or not whole else int(value)
            hint = f"{side} {extreme(numbers)}" if numbers else side
            st.number_input(
                spell_controls(f"{facet.name}, {side}"),
                key=key,
                value=None,
                step=1 if whole else 0.1,
                format=None if whole else "%g",
                placeholder=hint,
                label_visibility="collapsed",
                width=140,
            )


def _is_whole(condition: Condition | None) -> bool:
    bounds = (condition.at_least, condition.at_most) if condition else ()
    return all(bound is None or float(bound).is_integer() for bound in bounds)


def _labels(values: Sequence[tuple[_Value, int | None]]) -> dict[str, _Value]:
    """Return {what stands in the list: value}; the widget tells entries apart by it."""
    labels: dict[str, _Value] = {}
    for value, count in values:
        text = spell_controls(value_text(value))
        if len(text) > _SHOWN:
            text = f"{text[:_SHOWN]}… ({len(text):,} characters)"
        label = text if count is None else f"{text} · {count:,}"
        while label in labels:  # the text "1" beside the number 1
            label += "\N{PRIME}"
        labels[label] = value
    return labels


def _same(one: _Value, other: _Value) -> bool:
    return type(one) is type(other) and one == other


def _of(conditions: Sequence[Condition], field: str) -> Condition | None:
    return next((condition for condition in conditions if condition.field == field), None)


def _held() -> dict[str, tuple[Condition, ...]]:
    held: dict[str, tuple[Condition, ...]] = st.session_state.setdefault("held_filters", {})
    return held


def _drawn_key(scope: str) -> str:
    return f"drawn-filters-{scope}"


def _key(scope: str, field: str, part: str) -> str:
    return f"filter-{scope}-{part}-{field}"
