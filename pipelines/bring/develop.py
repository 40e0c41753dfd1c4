"""A small judged set that every installation has: Python's own documentation.

The question is the first line of a docstring, the passage to be found is the rest of it. Nobody needs data
for it, and both forms of a model are judged on the same questions, which is all the gate asks.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

from pipelines.judged.develop_set import JudgedSet
from pipelines.readers.docstrings import docstrings

MODULES = [
    "argparse",
    "ast",
    "asyncio.tasks",
    "base64",
    "bisect",
    "bz2",
    "calendar",
    "cmd",
    "codecs",
    "collections",
    "concurrent.futures._base",
    "configparser",
    "contextlib",
    "copy",
    "csv",
    "datetime",
    "decimal",
    "difflib",
    "dis",
    "email.message",
    "enum",
    "fileinput",
    "fractions",
    "ftplib",
    "functools",
    "gettext",
    "glob",
    "gzip",
    "heapq",
    "html",
    "http.client",
    "http.cookiejar",
    "imaplib",
    "inspect",
    "ipaddress",
    "json",
    "linecache",
    "locale",
    "logging",
    "lzma",
    "mailbox",
    "mimetypes",
    "multiprocessing.pool",
    "numbers",
    "optparse",
    "os",
    "pathlib",
    "pdb",
    "pickle",
    "pickletools",
    "platform",
    "plistlib",
    "poplib",
    "pprint",
    "queue",
    "random",
    "re",
    "sched",
    "secrets",
    "selectors",
    "shelve",
    "shlex",
    "shutil",
    "smtplib",
    "socket",
    "socketserver",
    "sqlite3.dbapi2",
    "ssl",
    "statistics",
    "string",
    "subprocess",
    "tarfile",
    "tempfile",
    "textwrap",
    "threading",
    "timeit",
    "trace",
    "traceback",
    "turtle",
    "typing",
    "unittest.case",
    "unittest.mock",
    "urllib.parse",
    "urllib.request",
    "urllib.robotparser",
    "uuid",
    "warnings",
    "weakref",
    "xml.dom.minidom",
    "xml.etree.ElementTree",
    "xmlrpc.client",
    "zipfile",
]
QUERIES, PASSAGES = 150, 300
LEAST_QUESTION, MOST_QUESTION, LEAST_PASSAGE = 4, 25, 15
"""In words."""


def python_documentation(queries: int = QUERIES, passages: int = PASSAGES) -> JudgedSet:
    """Return questions and passages from the docstrings of the standard library, the same on every run."""
    pairs: dict[str, tuple[str, str]] = {}
    for module in MODULES:
        spec = find_spec(module)
        if spec is None or not spec.origin or not spec.origin.endswith(".py"):
            continue
        for entry in docstrings(Path(spec.origin).read_bytes(), module):
            pair = _pair(entry.text, entry.kind == "module")
            if pair is not None and pair not in pairs.values():
                pairs[entry.name] = pair
    # Every n-th, so that all modules have a part.
    names = sorted(pairs)
    kept = names[:: max(1, len(names) // passages)][:passages]
    asked = kept[:: max(1, len(kept) // queries)][:queries]
    version = ".".join(map(str, sys.version_info[:2]))
    return JudgedSet(
        f"documentation of Python {version}",
        kept,
        [pairs[name][1] for name in kept],
        {name: pairs[name][0] for name in asked},
        {name: {name: 1} for name in asked},
    )


def _pair(text: str, module: bool) -> tuple[str, str] | None:
    body = text if module else text.partition("\n\n")[2]
    question, _, passage = body.strip().partition("\n\n")
    question, passage = " ".join(question.split()), " ".join(passage.split())
    enough = LEAST_QUESTION <= len(question.split()) <= MOST_QUESTION
    return (question, passage) if enough and len(passage.split()) >= LEAST_PASSAGE else None
