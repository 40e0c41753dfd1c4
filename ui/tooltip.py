"""A word with its explanation, for mouse, keyboard and touch."""

from ui.markup import Html, element
from ui.stage_names import stage_name


def explained(stage: str) -> Html:
    """Return the label of a lane or stage; its meaning appears on hover and on focus."""
    name = stage_name(stage)
    if not name.meaning:
        return element("span", name.label)
    return element("span", name.label, class_="tip", tabindex="0", data_tip=name.meaning)
