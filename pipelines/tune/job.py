"""Tuning: ask the lanes once, search the profile space offline, write what won."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from pipelines.evaluate.passage_documents import PassageDocuments
from pipelines.judged.evaluation_set import EvaluationSet
from pipelines.tune.cached_set import cache_set
from pipelines.tune.held_out import HeldOut, against_baselines, cross_validated, leave_one_out
from pipelines.tune.learn import Learner
from pipelines.tune.profile_file import write_profile
from pipelines.tune.space import Space
from search_app.collections import Catalog
from search_app.collections.ledger import Ledger
from search_app.engine.service import SearchService
from search_app.errors import BadInputError
from search_app.evaluation.comparison import Comparison
from search_app.lanes import SERVED_LANES
from search_app.ranking.profile import Profile

_FEWEST = 10
"""Fewer queries than two a fold teach nothing."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TuneOutcome:
    """What was learned.

    Attributes:
        path: The profile's file.
        profile: The profile.
        held_out: Per data set, on queries or data sets it was not learned on.
        comparisons: With the best single lane and plain RRF.
        learned_score: Mean nDCG@10 on what it was learned on; for the record only.
    """

    path: Path
    profile: Profile
    held_out: Sequence[HeldOut]
    comparisons: Sequence[Comparison]
    learned_score: float


def tune(
    service: SearchService,
    catalog: Catalog,
    entries: Sequence[tuple[str, EvaluationSet]],
    path: Path,
    *,
    lanes: tuple[str, ...] = SERVED_LANES,
    sample: int | None = None,
    rerank: bool = True,
    by_collection: bool = False,
    folds: int = 5,
    tell: Tell | None = None,
) -> TuneOutcome:
    """Learn a profile and write it to `path`.

    Args:
        service: The service whose models and stores are asked.
        catalog: The collections.
        entries: (collection, queries and judgements) of every data set.
        path: The profile's file.
        lanes: Lanes that may be asked by the question; feedback is always tried beside them.
        sample: Most queries of each data set, drawn with a fixed seed; None takes all.
        rerank: Whether the cross-encoder may be used.
        by_collection: Hold out whole data sets instead of queries; needs two or more.
        folds: Number of folds over queries otherwise.
        tell: Hears what is being done.

    Raises:
        BadInputError: When there are too few queries, or one data set only for `by_collection`.
    """
    tell = tell or (lambda _: None)
    if by_collection and len(entries) < 2:
        raise BadInputError("one data set to leave out", "two or more data sets", "name more in --datasets")
    with ExitStack() as stack:
        sets = []
        for collection, entry in entries:
            if len(entry.queries) < _FEWEST:
                raise BadInputError(
                    f"{len(entry.queries)} judged queries in {entry.name}", f"{_FEWEST} or more", "judge more"
                )
            tell(f"{collection}: asking the lanes {min(len(entry.queries), sample or 10**9):,} queries")
            opened = stack.enter_context(service.open(collection).borrow())
            with Ledger(catalog.current_generation(collection).ledger_path, read_only=True) as ledger:
                documents = PassageDocuments(ledger.entries())
            sets.append(cache_set(entry, opened, service.models, documents, lanes, sample))
        tell("searching the profile space")
        learner = Learner(sets, Space(lanes), rerank, tell)
        found = learner.learn(learner.everything())
        tell("measuring on what was held out")
        held_out = leave_one_out(learner) if by_collection else cross_validated(learner, folds)
        learned = float(np.mean([learner.values(n, found).mean() for n in range(len(sets))]))
    comparisons = against_baselines(held_out)
    provenance = _provenance(held_out, comparisons, learned, by_collection)
    profile = replace(found, name=path.stem, provenance=provenance)
    write_profile(path, profile)
    return TuneOutcome(path, profile, held_out, comparisons, learned)


def _provenance(
    held_out: Sequence[HeldOut], comparisons: Sequence[Comparison], learned: float, by_collection: bool
) -> dict[str, str | float | int]:
    return {
        "learned_on": ", ".join(f"{result.name} ({result.tuned.size} queries)" for result in held_out),
        "date": datetime.now(UTC).date().isoformat(),
        "measure": "nDCG@10",
        "learned_score": round(learned, 4),
        "validation": "data sets left out one by one" if by_collection else "folds over queries",
        "held_out_score": round(float(np.mean([result.tuned.mean() for result in held_out])), 4),
        "plain_rrf_score": round(float(np.mean([result.plain_rrf.mean() for result in held_out])), 4),
        "best_lane_score": round(float(np.mean([result.best_lane.mean() for result in held_out])), 4),
        "verdict": "; ".join(
            f"{c.verdict} (against {c.baseline}, p {c.corrected_p:.4f})" for c in comparisons
        ),
    }
