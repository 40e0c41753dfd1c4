"""The engine, once per process, shared by all browser sessions."""

import logging
import threading

import streamlit as st

from search_app.engine.service import SearchService
from search_app.settings import read_settings

_log = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False, on_release=lambda service: service.close())
def search_service() -> SearchService:
    """Return the process's service; it loads models and stores when they are first needed.

    Raises:
        BadInputError: When the environment holds settings that cannot be used.
    """
    return SearchService(read_settings())


@st.cache_resource(show_spinner=False, max_entries=64)
def warming(collection: str, generation: str) -> threading.Thread:
    """Start loading a generation in the background, once; the thread is alive while it loads.

    Args:
        collection: Its collection.
        generation: Its identifier, so that a newly published one is loaded as well.
    """
    thread = threading.Thread(
        target=_warm, args=(search_service(), collection), name=f"warm {collection} {generation}", daemon=True
    )
    thread.start()
    return thread


def _warm(service: SearchService, collection: str) -> None:
    try:
        service.open(collection).warm()
    except Exception as error:  # noqa: BLE001 - the search itself meets the same error and shows it
        _log.info("could not load %s ahead of the first search: %s", collection, error)
