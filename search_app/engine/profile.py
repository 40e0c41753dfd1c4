"""A profile: everything about a search that can be tuned, in a versioned file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from search_app.errors import BadInputError, NotFoundError
from search_app.fusion import FUSION_METHODS, RERANK_SCALES, BlendRule, FusionMethod, RerankScale

SHIPPED = Path(__file__).resolve().parent.parent / "profiles"
LANES = ("dense", "sparse", "bm25")
"""The lanes that search by the question, in the order they are shown."""
FEEDBACK = "feedback"
"""The lane that searches by the first hits of the others, see `search_app.lanes.feedback`."""
ALL_LANES = (*LANES, FEEDBACK)
"""Every lane there is, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How rankings are made, fused and reranked.

    Attributes:
        name: File name without its suffix.
        lanes: Lanes to ask, some of `ALL_LANES`; `FEEDBACK` not alone.
        depth: Hits taken from each lane.
        fusion: "rrf", "weighted" (min-max scores) or "zscore", see `search_app.fusion`.
        rrf_k: Constant of reciprocal rank fusion.
        weights: {lane: factor}; a lane that is not named counts 1.
        bm25_pairs: What neighbouring words of the question count in the BM25 lane where they stand together,
            as a factor of their score as a phrase; 0 leaves plain BM25.
        feedback_passages: Number of first hits the feedback lane searches by.
        feedback_sharpness: How steeply their weights fall with their fused scores, see
            `search_app.lanes.feedback.feedback_weights`; 0 weighs all alike.
        rerank_depth: Length of the fused head the cross-encoder reads; 0 switches it off.
        rerank_weight: Share of the cross-encoder in the final score of the head, in [0, 1].
        rerank_fade: How steeply that share falls with what it could read of the passages; 0: not at all.
        rerank_scale: "minmax" or "softmax", the scale of its scores; see `search_app.fusion.BlendRule`.
        lane_deadline_ms: A lane that has not answered by then is reported as degraded.
        version: Version of the file's meaning.
        provenance: What it was learned on, when, and what it reached; not used in searching.
    """

    name: str = "default"
    lanes: tuple[str, ...] = LANES
    depth: int = 200
    fusion: FusionMethod = "rrf"
    rrf_k: float = 60.0
    weights: Mapping[str, float] = field(default_factory=dict)
    bm25_pairs: float = 0.0
    feedback_passages: int = 10
    feedback_sharpness: float = 8.0
    rerank_depth: int = 50
    rerank_weight: float = 0.3
    rerank_fade: float = 0.0
    rerank_scale: RerankScale = "minmax"
    lane_deadline_ms: float = 5000.0
    version: int = 1
    provenance: Mapping[str, str | float | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_lanes(self.lanes)
        _check_known(tuple(self.weights))
        problems = [
            (self.fusion in FUSION_METHODS, f"fusion {self.fusion!r}", '"rrf", "weighted" or "zscore"'),
            (1 <= self.depth <= 1000, f"depth {self.depth}", "1 to 1000"),
            (self.rrf_k > 0, f"rrf_k {self.rrf_k}", "a positive number"),
            (0 <= self.bm25_pairs <= 10, f"bm25_pairs {self.bm25_pairs}", "0 to 10"),
            (1 <= self.feedback_passages <= 100, f"feedback_passages {self.feedback_passages}", "1 to 100"),
            (
                0 <= self.feedback_sharpness <= 100,
                f"feedback_sharpness {self.feedback_sharpness}",
                "0 to 100",
            ),
            (0 <= self.rerank_depth <= 1000, f"rerank_depth {self.rerank_depth}", "0 to 1000"),
            (0 <= self.rerank_weight <= 1, f"rerank_weight {self.rerank_weight}", "0 to 1"),
            (0 <= self.rerank_fade <= 10, f"rerank_fade {self.rerank_fade}", "0 to 10"),
            (
                self.rerank_scale in RERANK_SCALES,
                f"rerank_scale {self.rerank_scale!r}",
                '"minmax" or "softmax"',
            ),
            (self.lane_deadline_ms > 0, f"lane_deadline_ms {self.lane_deadline_ms}", "a positive number"),
        ]
        for fine, given, expected in problems:
            if not fine:
                raise BadInputError(f"profile {self.name!r} has {given}", expected, "correct the file")

    @property
    def summary(self) -> str:
        """What it does, in one line."""
        constant = f" k={self.rrf_k:g}" if self.fusion == "rrf" else ""
        weights = ", ".join(f"{lane} {self.weights.get(lane, 1.0):g}" for lane in self.lanes)
        pairs = f"; pairs of words {self.bm25_pairs:g}" if self.bm25_pairs else ""
        rerank = (
            f"; first {self.rerank_depth} reranked, {self.rerank_scale}, "
            f"blend {self.rerank_weight:g}, fade {self.rerank_fade:g}"
            if self.rerank_depth
            else ""
        )
        return f"{self.fusion}{constant} of {weights}{pairs}; depth {self.depth}{rerank}"

    @property
    def blend_rule(self) -> BlendRule:
        """What the cross-encoder counts beside the lanes."""
        return BlendRule(self.rerank_weight, self.rerank_fade, self.rerank_scale)


def check_lanes(names: tuple[str, ...]) -> None:
    """Raise `BadInputError` unless every name is a lane, and feedback has another one's hits to go by."""
    _check_known(names)
    if names == (FEEDBACK,):
        raise BadInputError(
            f"lane {FEEDBACK!r} alone",
            f"at least one of {', '.join(LANES)} beside it: it searches by their first hits",
            f"add one, as in --lanes bm25,{FEEDBACK}",
        )


def _check_known(names: tuple[str, ...]) -> None:
    unknown = [name for name in names if name not in ALL_LANES]
    if unknown:
        raise BadInputError(
            f"unknown lane {', '.join(map(repr, unknown))}",
            f"some of {', '.join(ALL_LANES)}",
            "separate lanes by commas, as in --lanes dense,bm25",
        )


def read_profile(reference: str, own: Path | None = None) -> Profile:
    """Read the user's own or a shipped profile by name, or any profile by path.

    Args:
        reference: A name, or a path.
        own: Folder of the user's own profiles; they go before shipped ones of the same name.

    Raises:
        NotFoundError: When there is none; lists the names there are.
        BadInputError: When the file is not TOML, or has unknown or unusable keys.
    """
    folders = [SHIPPED] if own is None else [own, SHIPPED]
    named = [folder / f"{reference}.toml" for folder in folders]
    path = next((file for file in (*named, Path(reference).expanduser()) if file.is_file()), None)
    if path is None:
        names = sorted({file.stem for folder in folders for file in folder.glob("*.toml")})
        raise NotFoundError(
            f"no profile {reference!r}", f"a file or one of {', '.join(names)}", "check the name"
        )
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInputError(f"profile {path} cannot be read ({error})", "a TOML file") from error
    return _from_table(path, raw)


def _from_table(path: Path, raw: dict[str, Any]) -> Profile:
    known = {entry.name for entry in fields(Profile)} - {"name"}
    unknown = sorted(set(raw) - known)
    if unknown:
        raise BadInputError(
            f"profile {path} has unknown keys {', '.join(unknown)}", f"some of {', '.join(sorted(known))}"
        )
    try:
        return Profile(**{**raw, "name": path.stem, "lanes": tuple(raw.get("lanes", LANES))})
    except (TypeError, AttributeError) as error:
        raise BadInputError(f"profile {path} has a value of the wrong type ({error})") from error
