"""Fusing run files by the functions that serve."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from search_app.evaluation.document_order import document_order
from search_app.evaluation.run_file import Run
from search_app.fusion import FusionRule
from search_app.records import Hit, Ranking


def fuse_runs(
    runs: Sequence[Run], rule: FusionRule, weights: Sequence[float], depth: int
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Yield (query id, (document id, score) pairs, best first) for every query of any run.

    Args:
        runs: Two or more; equal scores within one stand by falling document id, as in trec_eval.
        rule: How; its weights are not used.
        weights: One factor per run.
        depth: Documents taken of each run, and kept.
    """
    rule = replace(rule, weights={str(place): factor for place, factor in enumerate(weights)})
    for query in dict.fromkeys(query for run in runs for query in run):
        rankings = [Ranking(str(place), _hits(run.get(query, {}), depth)) for place, run in enumerate(runs)]
        yield query, [(hit.passage_id, hit.score) for hit in rule.fuse(rankings)[:depth]]


def _hits(row: Mapping[str, float], depth: int) -> tuple[Hit, ...]:
    return tuple(Hit(document, row[document]) for document in document_order(row)[:depth])
