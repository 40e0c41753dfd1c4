"""The one place that makes HTML.

Not called `html`: Streamlit puts `ui/` before the standard library, which has a module of that name.
"""
