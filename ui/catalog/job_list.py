"""The jobs on the collections page, with live progress."""

import streamlit as st

from ui.jobs.job_board import job_board
from ui.jobs.job_card import job_card
from ui.markup.html import show

_RUNNING = "jobs_running"


def job_list() -> None:
    """Draw all jobs; while one is running, they are drawn anew every second."""
    jobs = job_board().jobs()
    running = {name for name, job in jobs.items() if job.news().state == "running"}
    st.session_state[_RUNNING] = running
    if running:
        st.fragment(_draw, run_every="1s")()
    else:
        _draw()


def _draw() -> None:
    jobs = job_board().jobs()
    for name, job in jobs.items():
        news = job.news()
        if news.state != "running" and name in st.session_state.get(_RUNNING, ()):
            st.rerun()  # the whole page: the collection it has published is to appear below
        with st.container(key=f"job-{name}"):
            show(job_card(job.kind, job.collection, news))
            if news.state == "running":
                st.button("Cancel", key=f"cancel-{name}", icon=":material/stop_circle:", on_click=job.cancel)
            else:
                dismiss = job_board().dismiss
                st.button("Dismiss", key=f"dismiss-{name}", type="tertiary", on_click=dismiss, args=(name,))
