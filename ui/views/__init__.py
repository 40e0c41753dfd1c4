"""One module per page, each with a `render` function.

Not called `pages`: Streamlit takes a folder of that name beside the app for its older kind of multipage
app and runs the modules as scripts until `st.navigation` has been called once.
"""
