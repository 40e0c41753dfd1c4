"""The systems an evaluation can name: lanes, the served profile, any other profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.evaluate.asked_lane import AskedLane, asked_lane, plain_lane
from pipelines.evaluate.batch_lanes import LaneRankings
from pipelines.evaluate.batch_lists import BatchLists, BatchReader
from pipelines.evaluate.feedback_rankings import FeedbackRankings
from pipelines.evaluate.passage_documents import PassageDocuments
from pipelines.evaluate.passage_readings import PassageReadings
from pipelines.evaluate.ranked_documents import RankedDocuments, ranked_documents, with_tail
from search_app.engine.service import SearchService
from search_app.errors import BadInputError, NotFoundError
from search_app.lanes import LANES
from search_app.ranking import program
from search_app.ranking.profile import Profile
from search_app.records import Query, Ranking

_PLAIN = "rrf"
DEFAULT_SYSTEMS = ("bm25", "dense", "sparse", "hybrid", "hybrid+rerank")


@dataclass(frozen=True, slots=True)
class System:
    """One way of ranking.

    Attributes:
        name: Name in tables and run files.
        profile: How it ranks; None for a single lane.
        lane: The single lane, or None.
        served_as: Name of the profile to ask the service for; None is the one in force. A single lane's is
            one that asks lanes plainly.
    """

    name: str
    profile: Profile | None
    lane: str | None = None
    served_as: str | None = None

    @property
    def lanes(self) -> tuple[AskedLane, ...]:
        """Lanes it asks by the question, a single one plainly; feedback searches by what they found."""
        if self.profile is None:
            return (plain_lane(self.lane),) if self.lane else ()
        return tuple(asked_lane(lane, self.profile) for lane in self.profile.lanes)

    @property
    def description(self) -> str:
        """What it does, in one line."""
        return f"lane {self.lane}" if self.profile is None else self.profile.summary

    def served_query(self, text: str) -> Query:
        """Return the search a user would make of this system."""
        lanes = (self.lane,) if self.lane else None
        return Query(text, lanes=lanes, rerank=bool(self.profile and self.profile.rerank), explain=False)


def open_systems(names: Sequence[str], service: SearchService) -> list[System]:
    """Return the systems of these names; profiles are looked up in the service.

    Raises:
        BadInputError: When a name is neither a system nor a profile; lists what there is.
    """
    if not names:
        raise BadInputError("no system", f"some of {', '.join(DEFAULT_SYSTEMS)}, or profiles by name")
    return [_open(name, service) for name in dict.fromkeys(names)]


def _open(name: str, service: SearchService) -> System:
    if name in LANES:
        return System(name, None, name, served_as=_PLAIN)
    if name == "hybrid":
        return System(name, replace(service.profile, rerank=None))
    if name == "hybrid+rerank":
        return System(name, service.profile)
    try:
        return System(name, service.profile_named(name), served_as=name)
    except NotFoundError as error:
        known = ", ".join((*DEFAULT_SYSTEMS, *service.profiles()))
        raise BadInputError(f"no system {name[:80]!r}", f"some of {known}", "correct --systems") from error


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found for one query before any fusion.

    Attributes:
        query_id: Its id.
        text: Its text.
        rankings: {lane and what it was asked with: ranking}.
    """

    query_id: str
    text: str
    rankings: Mapping[AskedLane, Ranking]


def asked_queries(ids: Sequence[str], texts: Sequence[str], found: LaneRankings) -> list[Asked]:
    """Turn lanes with one ranking per query into queries with one ranking per lane."""
    return [
        Asked(query_id, text, {lane: rankings[place] for lane, rankings in found.items()})
        for place, (query_id, text) in enumerate(zip(ids, texts, strict=True))
    ]


def rank(
    system: System,
    asked: Asked,
    documents: PassageDocuments,
    feedback: FeedbackRankings,
    readings: PassageReadings,
    depth: int,
) -> RankedDocuments:
    """Return a system's documents for one query, as the engine ranks them.

    Lanes are fused to the profile's depth and its head is reranked, as in a search for the first page.
    What the lanes hold below that depth follows as a tail, fused the same way, so that recall at 1,000 means
    something.
    """
    if system.profile is None:
        return ranked_documents(asked.rankings[system.lanes[0]].hits, documents, asked.query_id, depth)
    profile = system.profile
    lists = BatchLists(profile, asked.rankings, feedback, depth)
    ranked = program.rank(profile, lists, BatchReader(asked.text, readings), profile.depth)
    found = ranked_documents(ranked.final, documents, asked.query_id, depth)
    if len(found) >= depth or all(len(ranking.hits) <= profile.depth for ranking in lists.whole):
        return found
    deeper = program.fuse_rankings(profile, lists.whole).hits
    return with_tail(found, ranked_documents(deeper, documents, asked.query_id, depth), depth)
