"""What the page says when there are no results to show: what is the case, and what to do."""

from collections.abc import Mapping, Sequence

from search_app.errors import SearchAppError
from ui.markup import figures
from ui.markup.html import Child, Html, element, isolated
from ui.shell.stage_names import stage_name


def no_collection() -> Html:
    """Say that nothing has been ingested yet."""
    return _message(
        "Nothing to search yet",
        element("p", "Fill a collection from a folder, a JSONL or a CSV file; it appears here by itself:"),
        element("pre", element("code", "search-app ingest FOLDER --collection NAME")),
        element("p", "or take the documentation of this Python to try things out:"),
        element("pre", element("code", "search-app ingest python-docs --collection python-docs")),
    )


def unknown_collection(name: str, existing: Sequence[str]) -> Html:
    """Say that a link names a collection that is not here."""
    return _message(
        "This link names a collection that is not here",
        element(
            "p", "There is no collection ", isolated(name, "name"), ". Choose one of: ", ", ".join(existing)
        ),
        kind="warning",
    )


def unreadable(name: str, problem: str) -> Html:
    """Say that a collection cannot be searched, and why."""
    return _message(
        "This collection cannot be searched",
        element("p", isolated(name, "name"), ": ", problem),
        kind="error",
        role="alert",
    )


def nothing_asked(passages: int, documents: int) -> Html:
    """Invite to search."""
    size = f"{figures.count(documents, 'document')}, {figures.count(passages, 'passage')}"
    return element("p", f"{size}. Ask a question or type a few words, then press Enter.", class_="invitation")


def nothing_compared(questions: Sequence[str]) -> Html:
    """Invite to compare."""
    example = f" For example: {questions[0]}." if questions else ""
    text = "See where each result stands in every lane, after the fusion and after reranking. Ask something."
    return element("p", text + example, class_="invitation")


def nothing_to_explain() -> Html:
    """Invite to ask why."""
    return element(
        "p",
        "Ask a question and name a document: one of its results, or any other id of the collection. You see "
        "where it stands in every lane, which step dropped it, and what would bring it in.",
        class_="invitation",
    )


def no_lane() -> Html:
    """Say that every lane is off."""
    return _message("No lane is on", element("p", "Turn on at least one lane above to search."))


def no_results(query: str, lanes_off: Sequence[str], filtered: bool = False) -> Html:
    """Say that nothing was found, and what to try; under a filter the words are not to blame."""
    advice = ["Try fewer or other words.", "Check the spelling of names."]
    if filtered:
        advice = ["Clear the filters above, or widen them."]
    if lanes_off:
        *most, last = [stage_name(lane).label for lane in lanes_off]
        labels = f"{', '.join(most)} and {last}" if most else last
        advice.insert(0, f"Turn {labels} on again: other lanes find other passages.")
    return _message(
        "Nothing found",
        element(
            "p",
            f"No passage {'under these filters' if filtered else 'of this collection'} matches ",
            isolated(query, "name"),
            ".",
        ),
        element("ul", *[element("li", entry) for entry in advice]),
    )


def inverted_range(field: str, low: float, high: float) -> Html:
    """Say that a range holds nothing, because it begins after it ends."""
    return _message(
        "A range begins after it ends",
        element(
            "p",
            isolated(field, "name"),
            f" cannot be from {low:g} to {high:g}. Exchange the two, or clear one.",
        ),
        kind="warning",
    )


def fewer_results(asked: str, most: int) -> Html:
    """Say that a link asks for more results than the page shows."""
    return _message(
        f"At most {most} results are shown",
        element(
            "p", "This link asks for ", isolated(asked, "name"), f" results; these are the first {most}."
        ),
        kind="warning",
    )


def degraded(reasons: Mapping[str, str]) -> Html:
    """Name what is missing from the answer and why."""
    entries = [
        element("li", element("strong", stage_name(stage).label), ": ", element("span", reason))
        for stage, reason in reasons.items()
    ]
    lead = element("p", "These results are incomplete. What follows comes from the rest:")
    return element("section", lead, element("ul", *entries), class_="message warning", role="status")


def no_evaluation() -> Html:
    """Say that no evaluation is stored, and how to make one."""
    return _message(
        "No evaluation yet",
        element("p", "Judge a collection by queries whose right answers are known; its figures appear here:"),
        element("pre", element("code", "search-app evaluate --help")),
    )


def unusable_report(problem: str) -> Html:
    """Say that a stored evaluation cannot be read, and why."""
    return _message("An evaluation cannot be read", element("p", problem), kind="warning")


def no_document_chosen() -> Html:
    """Invite to search inside a document."""
    return element(
        "p",
        "Choose a file: it is read here and now, kept by nobody, and needs no collection. Or open a document "
        "from a result and search inside it.",
        class_="invitation",
    )


def read_with_notes(notes: Sequence[str]) -> Html:
    """Say what was guessed, damaged or left out when a file was read."""
    entries = [element("li", note) for note in notes]
    lead = element("p", "How the file was read:")
    return element("section", lead, element("ul", *entries), class_="message warning", role="status")


def no_document_named() -> Html:
    """Say that the address names no document."""
    return _message(
        "This link names no document", element("p", "Open a document from a result of the search page.")
    )


def failed(error: SearchAppError, title: str = "This search could not be answered") -> Html:
    """Show an error of the product: its message is a sentence with what to do."""
    told = str(error)
    return _message(title, element("p", told[:1].upper() + told[1:]), kind="error", role="alert")


def broken(error: Exception) -> Html:
    """Show an error nobody foresaw; its details are in the log, not on the page."""
    sentence = (
        f"Something unexpected went wrong ({type(error).__name__}). The log of the server has the details; "
        "try again, and if it stays, run `search-app doctor`."
    )
    return _message("This search could not be answered", element("p", sentence), kind="error", role="alert")


def _message(title: str, *children: Child, kind: str = "neutral", role: str = "status") -> Html:
    return element("section", element("h2", title), *children, class_=f"message {kind}", role=role)
