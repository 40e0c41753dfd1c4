"""A button that copies a text; `copy.js` does it in the browser."""

from ui.markup.html import Html, element


def copy_button(raw: str, what: str = "id") -> Html:
    """Return the button.

    Args:
        raw: What is copied, to the letter.
        what: What it is, for the label.
    """
    return element("button", f"copy {what}", type="button", class_="copy", data_copy=raw)
