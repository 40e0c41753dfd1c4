"""Single changes of a profile that would bring a passage among the results, smallest first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor, log2

from search_app.ranking.profile import Profile
from search_app.records import LaneStanding
from search_app.records.setting import tried_values

Shown = Callable[[Profile], int | None]
"""Returns the rank a profile gives the passage among the results shown, or None."""

_DEEPEST = 1000  # what a profile allows
_FACTORS = tuple(2 ** (step / 4) for step in range(1, 19))  # up to 22 times
_BISECTIONS = 5
_NO_WEIGHT = 5.0  # leaving a lane out counts as five halvings of its weight
_BLEND_STEPS = 50
_OWN_SEARCH = ("rerank.depth", "rerank.weight")  # any value of them is looked for


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """A change of one setting.

    Attributes:
        setting: As in `SettingChange`.
        current: Value now.
        needed: Value that suffices.
        profile: With the value that suffices.
        size: How large the change is, in doublings or halvings; a blend weight moved by all of its range
            counts as four of them.
    """

    setting: str
    current: float
    needed: float
    profile: Profile
    size: float


def smallest_first(
    profile: Profile,
    standings: Mapping[str, LaneStanding | None],
    fused_rank: int | None,
    shown: Shown,
) -> list[ProfileChange]:
    """Return the smallest sufficient change of each setting that has one.

    Args:
        profile: The settings in force.
        standings: The passage's rank in each lane at any depth.
        fused_rank: Its rank after fusion, or None.
        shown: Tells whether a profile suffices.
    """
    changes = [*_depths(profile, standings, shown), *_weights(profile, standings, shown)]
    if fused_rank is not None:
        changes += [*_rerank_depths(profile, fused_rank, shown), *_blends(profile, shown)]
        changes += [*_others(profile, "fusion", shown), *_others(profile, "rerank", shown)]
    return sorted(changes, key=lambda change: change.size)


def _depths(
    profile: Profile, standings: Mapping[str, LaneStanding | None], shown: Shown
) -> Iterator[ProfileChange]:
    """Deeper, the lists change for the passage where they reach it; shallower, it may lose rivals."""
    ranks = {standing.rank for standing in standings.values() if standing}
    deeper = sorted(rank for rank in ranks if profile.depth < rank <= _DEEPEST)
    found = [next((rank for rank in deeper if shown(replace(profile, depth=rank))), None)]
    if any(rank <= profile.depth for rank in ranks):
        found.append(_largest_shallower(profile, shown))
    for depth in found:
        if depth is not None:
            size = _distance(profile.depth, depth)
            yield ProfileChange("depth", profile.depth, depth, replace(profile, depth=depth), size)


def _largest_shallower(profile: Profile, shown: Shown) -> int | None:
    """Return the sufficient depth nearest below the current one, or None."""
    fails = profile.depth
    for factor in _FACTORS:
        suffices = int(profile.depth / factor)
        if suffices < 1:
            return None
        if shown(replace(profile, depth=suffices)):
            while fails - suffices > 1:
                middle = (fails + suffices) // 2
                if shown(replace(profile, depth=middle)):
                    suffices = middle
                else:
                    fails = middle
            return suffices
        fails = suffices
    return None


def _weights(
    profile: Profile, standings: Mapping[str, LaneStanding | None], shown: Shown
) -> Iterator[ProfileChange]:
    for lane, standing in standings.items():
        current = profile.fusion.weight(lane)
        if current <= 0:
            continue
        found = _nearest_weight(profile, lane, current, shown, up=False)
        if standing and standing.rank <= profile.depth:
            found += _nearest_weight(profile, lane, current, shown, up=True)
        for weight in found:
            changed, size = _weighted(profile, lane, weight), _distance(current, weight)
            yield ProfileChange(f"fusion.weights.{lane}", current, weight, changed, size)


def _nearest_weight(profile: Profile, lane: str, current: float, shown: Shown, up: bool) -> list[float]:
    """Return the sufficient weight nearest to the current one, to two decimals; empty if none is found."""
    fails = 1.0
    for factor in _FACTORS:
        if not shown(_weighted(profile, lane, current * factor if up else current / factor)):
            fails = factor
            continue
        suffices = factor
        for _ in range(_BISECTIONS):
            middle = (fails + suffices) / 2
            if shown(_weighted(profile, lane, current * middle if up else current / middle)):
                suffices = middle
            else:
                fails = middle
        rounded = ceil(current * suffices * 100) / 100 if up else floor(current / suffices * 100) / 100
        return [rounded] if shown(_weighted(profile, lane, rounded)) else []
    return [0.0] if not up and shown(_weighted(profile, lane, 0.0)) else []


def _weighted(profile: Profile, lane: str, weight: float) -> Profile:
    rule = profile.fusion
    return replace(profile, fusion=replace(rule, weights={**rule.weights, lane: weight}))


def _rerank_depths(profile: Profile, fused_rank: int, shown: Shown) -> Iterator[ProfileChange]:
    if profile.rerank is None:
        return
    depth = profile.rerank.depth
    wanted = fused_rank if depth < fused_rank <= _DEEPEST else 0
    changed = replace(profile, rerank=replace(profile.rerank, depth=wanted) if wanted else None)
    if shown(changed):
        size = log2(wanted / depth) if wanted else log2(depth)
        yield ProfileChange("rerank.depth", depth, wanted, changed, size)


def _others(profile: Profile, name: str, shown: Shown) -> Iterator[ProfileChange]:
    """Try the values that other numbers of a part declare as tried, the nearest first."""
    part = getattr(profile, name)
    used = profile.fusion.by.uses if name == "fusion" else None
    for key, values in tried_values(part).items() if part is not None else ():
        current = getattr(part, key)
        if (
            f"{name}.{key}" in _OWN_SEARCH
            or isinstance(current, str)
            or (used is not None and key not in used)
        ):
            continue
        for value in sorted(set(values) - {current}, key=lambda each: _distance(current, each)):
            changed = replace(profile, **{name: replace(part, **{key: value})})
            if shown(changed):
                yield ProfileChange(f"{name}.{key}", current, value, changed, _distance(current, value))
                break


def _distance(current: float, needed: float) -> float:
    """Doublings or halvings; to or from 0 counts as many as leaving a lane out."""
    return abs(log2(needed / current)) if current and needed else _NO_WEIGHT


def _blends(profile: Profile, shown: Shown) -> Iterator[ProfileChange]:
    if profile.rerank is None:
        return
    current = profile.rerank.weight
    steps = sorted((step / _BLEND_STEPS for step in range(_BLEND_STEPS + 1)), key=lambda w: abs(w - current))
    for weight in steps:
        changed = replace(profile, rerank=replace(profile.rerank, weight=weight))
        if shown(changed):
            yield ProfileChange("rerank.weight", current, weight, changed, 4 * abs(weight - current))
            return
