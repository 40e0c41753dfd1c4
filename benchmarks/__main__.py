"""`python -m benchmarks [NAME ...]`: run some or all measurements."""

import sys
from importlib import import_module

NAMES = ("startup", "ingest", "latency", "quality", "explanations")


def main() -> None:
    """Run the named measurements, all of them by default."""
    chosen = sys.argv[1:] or list(NAMES)
    unknown = [name for name in chosen if name not in NAMES]
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    for name in chosen:
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
