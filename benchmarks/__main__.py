"""`python -m benchmarks [NAME ...]`: run some or all measurements."""

import sys
from importlib import import_module

NAMES = ("startup", "ingest", "latency", "quality", "explanations", "evaluation", "lone-hits", "documents")
ON_REQUEST = ("scale", "models")
"""Measurements that take too long to be among those run by default."""


def main() -> None:
    """Run the named measurements, by default all but those on request."""
    chosen = sys.argv[1:] or list(NAMES)
    known = (*NAMES, *ON_REQUEST)
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    for name in chosen:
        import_module(f"benchmarks.{name.replace('-', '_')}").main()


if __name__ == "__main__":
    main()
