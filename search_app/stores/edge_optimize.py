"""`python -m search_app.stores.edge_optimize PATH`: build a shard's graph outside the calling process."""

import sys
from pathlib import Path

from search_app.errors import SearchAppError
from search_app.stores.edge_shard import optimize_shard


def main() -> int:
    """Return the exit status; the reason of a failure goes to the error stream."""
    try:
        optimize_shard(Path(sys.argv[1]))
    except SearchAppError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
