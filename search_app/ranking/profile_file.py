"""Profiles as TOML files: found by name, read, written."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from search_app.errors import BadInputError, NotFoundError
from search_app.fusion import FusionRule
from search_app.lanes import KINDS, LANES, SERVED_LANES
from search_app.lanes.feedback import FEEDBACK, Feedback
from search_app.ranking.profile import FORMAT, Profile
from search_app.ranking.rerank import Rerank

SHIPPED = Path(__file__).resolve().parent.parent / "profiles"
_PARTS: Mapping[str, type] = {"fusion": FusionRule, "feedback": Feedback, "rerank": Rerank}
_FIRST_FORMAT: Mapping[str, tuple[str, str, Any]] = {
    "fusion": ("fusion", "method", "rrf"),
    "rrf_k": ("fusion", "k", 60.0),
    "weights": ("fusion", "weights", {}),
    "bm25_pairs": ("bm25", "pairs", 0.0),
    "feedback_passages": ("feedback", "passages", 10),
    "feedback_sharpness": ("feedback", "sharpness", 8.0),
    "rerank_depth": ("rerank", "depth", 50),
    "rerank_weight": ("rerank", "weight", 0.3),
    "rerank_fade": ("rerank", "fade", 0.0),
    "rerank_scale": ("rerank", "scale", "minmax"),
}
"""{key of version 1: (table, key now, what version 1 took where it was missing)}."""


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
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadInputError(f"profile {path} cannot be read ({error})", "a TOML file") from error
    return _from_table(path, raw)


def profile_text(profile: Profile) -> str:
    """Return a profile as TOML; `read_profile` makes the same profile of it."""
    lines = [
        f"version = {FORMAT}",
        f"lanes = {_value(list(profile.lanes))}",
        *(
            _line(entry, getattr(profile, entry.name))
            for entry in fields(profile)
            if "meaning" in entry.metadata
        ),
    ]
    parts = {"fusion": profile.fusion, **profile.options}
    for name, part in (parts | {"feedback": profile.feedback, "rerank": profile.rerank}).items():
        if part is not None:
            lines += _table(name, part)
    lines += ["", "[provenance]                # what this was learned on", *_pairs(profile.provenance)]
    return "\n".join(lines) + "\n"


def profile_object(profile: Profile) -> dict[str, Any]:
    """Return a profile as a JSON object, shaped like its file."""
    found = tomllib.loads(profile_text(profile))
    return {"feedback": None, "rerank": None, **found}


def _from_table(path: Path, raw: dict[str, Any]) -> Profile:
    known = {"version", "lanes", "depth", "lane_deadline_ms", "provenance", *_PARTS, *_optional_lanes()}
    nested = raw.get("version", 1) != 1 or any(
        isinstance(raw.get(name), dict) for name in known - {"provenance"}
    )
    keys = (
        known if nested else {"version", "lanes", "depth", "lane_deadline_ms", "provenance", *_FIRST_FORMAT}
    )
    unknown = sorted(set(raw) - keys)
    if unknown:
        raise BadInputError(
            f"profile {path} has unknown keys {', '.join(unknown)}", f"some of {', '.join(sorted(keys))}"
        )
    try:
        return _built(path.stem, raw if nested else _moved(raw))
    except BadInputError as error:
        raise BadInputError(f"{path}: {error.given}", error.expected, "correct the file") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise BadInputError(f"profile {path} has a value of the wrong type ({error})") from error


def _built(name: str, raw: Mapping[str, Any]) -> Profile:
    if raw.get("version", FORMAT) not in (1, FORMAT):
        raise BadInputError(f"version {raw['version']!r}", f"1 or {FORMAT}")
    plain = {key: raw[key] for key in ("depth", "lane_deadline_ms", "provenance") if key in raw}
    options = {
        lane: _part(lane, type(KINDS[lane].options), raw[lane]) for lane in _optional_lanes() if lane in raw
    }
    fusion = _part("fusion", FusionRule, raw.get("fusion", {}))
    feedback = _part("feedback", Feedback, raw["feedback"]) if "feedback" in raw else None
    rerank = _part("rerank", Rerank, raw["rerank"]) if "rerank" in raw else None
    lanes = tuple(raw.get("lanes", SERVED_LANES))
    return Profile(name, lanes, options=options, fusion=fusion, feedback=feedback, rerank=rerank, **plain)


def _part(name: str, kind: type, raw: Any) -> Any:
    if not isinstance(raw, dict):
        raise BadInputError(f"{name} = {raw!r}", f"a table [{name}]")
    known = [entry.name for entry in fields(kind)]
    unknown = sorted(set(raw) - set(known))
    if unknown:
        raise BadInputError(f"unknown keys {', '.join(unknown)} in [{name}]", f"some of {', '.join(known)}")
    return kind(**raw)


def _moved(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a file of version 1, whose keys all stand side by side, into today's tables."""
    lanes = raw.get("lanes", SERVED_LANES)
    found: dict[str, Any] = {key: value for key, value in raw.items() if key not in _FIRST_FORMAT}
    for old, (table, key, missing) in _FIRST_FORMAT.items():
        found.setdefault(table, {})[key] = raw.get(old, missing)
    # Values that will not be used are checked all the same, as version 1 did.
    feedback, depth = _part("feedback", Feedback, found["feedback"]), found["rerank"]["depth"]
    if depth == 0 and not isinstance(depth, bool):
        _part("rerank", Rerank, {**found.pop("rerank"), "depth": 1})
    if FEEDBACK not in lanes:
        del found["feedback"]
    elif tuple(lanes) != (FEEDBACK,):
        found["lanes"] = [lane for lane in lanes if lane != FEEDBACK]
        found["feedback"] = {"passages": feedback.passages, "sharpness": feedback.sharpness}
    return {**found, "version": FORMAT}


def _optional_lanes() -> list[str]:
    return [lane for lane in LANES if KINDS[lane].options is not None]


def _table(name: str, part: Any) -> Iterator[str]:
    """Write all that one part holds, each with what it does; what is None is left out."""
    values = [(entry, getattr(part, entry.name)) for entry in fields(part)]
    yield from ("", f"[{name}]")
    yield from (_line(*pair) for pair in values if pair[1] is not None and not isinstance(pair[1], Mapping))
    for entry, value in values:
        if isinstance(value, Mapping):
            yield from ("", _noted(f"[{name}.{entry.name}]", entry), *_pairs(value))


def _line(entry: Field[Any], value: Any) -> str:
    return _noted(f"{entry.name} = {_value(value)}", entry)


def _noted(text: str, entry: Field[Any]) -> str:
    return f"{text.ljust(27)} # {entry.metadata['meaning']}" if "meaning" in entry.metadata else text


def _pairs(values: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in values.items()]


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else _value(name)


def _value(value: Any) -> str:
    """Quote as TOML; JSON's strings, finite numbers, flags and lists of them are all TOML's, but for one."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).replace("\x7f", "\\u007f")
