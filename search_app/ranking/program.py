"""The ranking: ask the lanes, fuse, ask for what is near, fuse again, rerank the head.

Search, `why`, Compare, `evaluate` and `tune` all go through here; what differs is where lists come from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search_app.fusion import LaneParts, summed
from search_app.lanes.feedback import FEEDBACK
from search_app.ranking.blend import Blended, blend
from search_app.ranking.lists import Lists, Reader
from search_app.ranking.profile import Profile
from search_app.ranking.stopwatch import Stopwatch
from search_app.records import FeedbackSource, Hit, Ranking, Reading


@dataclass(frozen=True, slots=True, eq=False)
class Fused:
    """The lanes' lists and what they add up to.

    Attributes:
        rankings: Of every lane, failures included.
        feedback: The first hits that the feedback lane went by; empty without it.
        parts: What each lane gave to each passage.
        hits: Their sums, best first.
    """

    rankings: tuple[Ranking, ...]
    feedback: tuple[FeedbackSource, ...]
    parts: LaneParts
    hits: Sequence[Hit]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """All stages of one ranking.

    Attributes:
        profile: What it was made by.
        fused: Before reranking.
        readings: {passage id: reading} of what the cross-encoder read.
        blended: The final ranking, whole.
    """

    profile: Profile
    fused: Fused
    readings: Mapping[str, Reading]
    blended: Blended

    @property
    def final(self) -> Sequence[Hit]:
        """The final ranking, best first."""
        return self.blended.hits

    @property
    def rerank_share(self) -> float:
        """The cross-encoder's share in the final scores of what it read; 0 when it read nothing."""
        rerank = self.profile.rerank
        return rerank.share(self.readings.values()) if rerank else 0.0


def rank(
    profile: Profile, lists: Lists, reader: Reader, limit: int, watch: Stopwatch | None = None
) -> Ranked:
    """Return the ranking that a profile makes of these lists.

    Args:
        profile: Lanes, depth, fusion, feedback and reranking.
        lists: The lanes' lists for the query.
        reader: The cross-encoder and the texts it reads.
        limit: Number of results that will be shown; lanes are asked at least so deep.
        watch: Takes the time of each stage.
    """
    watch = watch or Stopwatch()
    return rerank(profile, fuse_lists(profile, lists, limit, watch), reader, limit, watch)


def fuse_lists(profile: Profile, lists: Lists, limit: int, watch: Stopwatch | None = None) -> Fused:
    """Return the fused ranking, before anything is read; arguments as for `rank`."""
    watch = watch or Stopwatch()
    depth = max(profile.depth, limit)
    with watch.stage("lanes"):
        rankings = lists.ask(profile.lanes, depth)
    with watch.stage("fuse"):
        fused = fuse_rankings(profile, rankings)
    if profile.feedback is None or not fused.hits:
        return fused
    with watch.stage(FEEDBACK):
        sources, ranking = lists.near(fused.hits, profile.feedback, depth)
    with watch.stage("fuse"):
        return fuse_rankings(profile, [*rankings, ranking], sources)


def fuse_rankings(
    profile: Profile, rankings: Sequence[Ranking], feedback: tuple[FeedbackSource, ...] = ()
) -> Fused:
    """Fuse given rankings by a profile's rule."""
    parts = profile.fusion.parts(rankings)
    return Fused(tuple(rankings), feedback, parts, summed(parts))


def rerank(
    profile: Profile, fused: Fused, reader: Reader, limit: int, watch: Stopwatch | None = None
) -> Ranked:
    """Let the cross-encoder read the head of a fused ranking; arguments as for `rank`.

    Hits within reach whose text is not stored are left out.
    """
    watch = watch or Stopwatch()
    depth = profile.rerank.depth if profile.rerank else 0
    with watch.stage("fetch"):
        wanted = [hit.passage_id for hit in fused.hits[: max(limit, depth)]]
        gone = set(wanted).difference(reader.present(wanted))
        hits = [hit for hit in fused.hits if hit.passage_id not in gone] if gone else fused.hits
    with watch.stage("rerank"):
        readings = reader.read([hit.passage_id for hit in hits[:depth]]) if depth and hits else {}
        return Ranked(profile, fused, readings, blend(fused.parts, hits, readings, profile.rerank))
