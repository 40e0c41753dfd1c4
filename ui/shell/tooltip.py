"""A word with its explanation, for mouse, keyboard and touch."""

from ui.markup.html import Html, element
from ui.shell.stage_names import stage_name


def explained(stage: str) -> Html:
    """Return the label of a lane or stage; its meaning appears on hover and on focus."""
    name = stage_name(stage)
    return with_tip(name.label, name.meaning)


def with_tip(label: str, meaning: str) -> Html:
    """Return a label whose meaning, if it has one, appears on hover and on focus."""
    if not meaning:
        return element("span", label)
    return element("span", label, class_="tip", tabindex="0", data_tip=meaning)
