"""Writing a profile where `search`, `serve` and `evaluate` find it by name."""

import re
from pathlib import Path

from search_app.collections.atomic_text import replace_text
from search_app.errors import BadInputError
from search_app.ranking.profile import Profile
from search_app.ranking.profile_file import profile_text


def next_profile(folder: Path, name: str) -> Path:
    """Return the path of a name's next version, NAME-1.toml, NAME-2.toml...; none is ever overwritten.

    Raises:
        BadInputError: When the name cannot be a file's.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", name):
        raise BadInputError(
            f"profile name {name[:80]!r}", "letters, digits, - and _", "choose another --name"
        )
    numbers = [
        int(found.group(1))
        for path in folder.glob(f"{name}-*.toml")
        if (found := re.fullmatch(re.escape(name) + r"-(\d+)", path.stem))
    ]
    return folder / f"{name}-{max(numbers, default=0) + 1}.toml"


def write_profile(path: Path, profile: Profile) -> None:
    """Write a profile as TOML, in one step; the folder is made when missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_text(path, profile_text(profile))
