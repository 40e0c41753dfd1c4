"""The collections page. Not called `collections`, which is a module of the standard library."""
