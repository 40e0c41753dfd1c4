"""From the state of the page to an answer, or to a sentence why there is none."""

import logging
from dataclasses import dataclass

import streamlit as st

from search_app.engine.service import CollectionSummary, SearchService
from search_app.errors import SearchAppError
from search_app.records import Answer
from ui.address.search_state import SearchState
from ui.markup.html import show
from ui.shell import messages

_log = logging.getLogger(__name__)
_HELD = "held_answer"


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """The last complete answer of a session: turning a page must not search again."""

    state: SearchState
    collection: str
    generation: str
    answer: Answer


def answer_or_say(
    service: SearchService, summary: CollectionSummary, state: SearchState, again: bool
) -> Answer | None:
    """Search, or return the answer held from the run before; show a message and return None on failure.

    Args:
        service: Searches.
        summary: The collection to search.
        state: What to search for.
        again: Search even if an answer is held.
    """
    held: HeldAnswer | None = st.session_state.get(_HELD)
    wanted = (state.without_page(), summary.name, summary.generation)
    if held and not again and (held.state, held.collection, held.generation) == wanted:
        return held.answer
    answer = _search(service, summary.name, state)
    # An incomplete answer is asked for again on the next run: what was missing may be back.
    complete = answer is not None and not answer.degraded
    st.session_state[_HELD] = HeldAnswer(*wanted, answer) if answer and complete else None
    return answer


def _search(service: SearchService, collection: str, state: SearchState) -> Answer | None:
    try:
        return service.open(collection, state.profile or None).search(state.query())
    except SearchAppError as error:
        show(messages.failed(error))
    except Exception as error:  # noqa: BLE001 - the last line of defence: a traceback is no answer
        _log.exception("search in %s failed", collection)
        show(messages.broken(error))
    return None
