"""Writing a profile where `search`, `serve` and `evaluate` find it by name."""

import json
import re
from pathlib import Path

from search_app.collections.atomic_text import replace_text
from search_app.engine.profile import Profile
from search_app.errors import BadInputError


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
    lanes = ", ".join(_text(lane) for lane in profile.lanes)
    lines = [
        f"version = {profile.version}",
        f"lanes = [{lanes}]",
        f"depth = {profile.depth}                 # hits taken from each lane",
        f'fusion = "{profile.fusion}"            # "rrf" (ranks), "weighted" (min-max scores) or "zscore"',
        f"rrf_k = {profile.rrf_k}",
        f"bm25_pairs = {profile.bm25_pairs}              # what neighbouring words count in BM25; 0 for none",
        f"feedback_passages = {profile.feedback_passages}      # first hits that feedback searches by",
        f"feedback_sharpness = {profile.feedback_sharpness}    # 0 weighs them alike",
        f"rerank_depth = {profile.rerank_depth}           # head that the cross-encoder reads; 0 for none",
        f"rerank_weight = {profile.rerank_weight}        # its share in the final score",
        f"rerank_fade = {profile.rerank_fade}           # how that falls with what it can read; 0: not",
        f'rerank_scale = "{profile.rerank_scale}"       # its scores: "minmax", or "softmax" (probabilities)',
        f"lane_deadline_ms = {profile.lane_deadline_ms:g}",
        "",
        "[weights]",
        *(f"{lane} = {factor}" for lane, factor in profile.weights.items()),
        "",
        "[provenance]                # what this was learned on",
        *(
            f"{key} = {_text(value) if isinstance(value, str) else value}"
            for key, value in profile.provenance.items()
        ),
    ]
    replace_text(path, "\n".join(lines) + "\n")


def _text(value: str) -> str:
    """Quote as a TOML basic string; JSON's escapes are all TOML's."""
    return json.dumps(value, ensure_ascii=False)
