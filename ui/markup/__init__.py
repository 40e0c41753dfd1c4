"""The one place that makes HTML. Not called `html`: Streamlit puts this folder before the standard library."""
