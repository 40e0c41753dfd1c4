"""The heading of a page for screen readers; the eye has the navigation."""

from ui.markup.html import Html, element


def unseen_heading(title: str) -> Html:
    """Return the page's first-level heading, visually hidden; the stylesheet knows the page by its id."""
    return element("h1", title, class_="unseen", id=f"page-{title.lower()}")
