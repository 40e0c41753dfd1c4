"""`search-app compare`: whether one run is better than another, and on which queries."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from search_app.errors import BadInputError

if TYPE_CHECKING:
    from search_app.evaluation.comparison import Comparison
    from search_app.evaluation.wins_and_losses import QueryChange


def compare(
    runs: Annotated[list[Path], typer.Argument(help="Two or more run files; the first is the baseline.")],
    qrels: Annotated[Path, typer.Option(help="Judgements, TREC or BEIR.")],
    measures: Annotated[str, typer.Option(help="Measures, separated by commas.")] = "nDCG@10",
    queries: Annotated[Path | None, typer.Option(help="Query texts: id, tab, text; or JSON Lines.")] = None,
    collection: Annotated[
        str | None,
        typer.Option("--collection", "-c", help="Show texts from here, and why a document stands where."),
    ] = None,
    changes: Annotated[int, typer.Option(min=0, help="Biggest wins and losses to list.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Test every run against the first: paired randomisation, Holm's correction, intervals, wins, losses."""
    from search_app.cli.listed import listed
    from search_app.evaluation.comparison import compare as compare_values
    from search_app.evaluation.comparison import corrected
    from search_app.evaluation.measures import check_measures, evaluate_run
    from search_app.evaluation.qrels import read_qrels
    from search_app.evaluation.run_file import check_same_queries, read_run
    from search_app.evaluation.wins_and_losses import biggest_changes

    names = listed(measures)
    check_measures(names)
    if len(runs) < 2:
        raise BadInputError("one run", "a baseline and at least one run beside it", "name more run files")
    texts = _texts(queries)
    judged = read_qrels(qrels)
    check_measures(names, judged.qrels)
    files = [read_run(path) for path in runs]
    for file in files:
        check_same_queries(file, judged.qrels)
    titles = [str(path) for path in runs] if len({path.stem for path in runs}) < len(runs) else None
    titles = titles or [path.stem for path in runs]
    values = [evaluate_run(judged.qrels, file.run, names) for file in files]
    found = corrected(
        [
            compare_values(titles[0], title, name, values[0][name], other[name])
            for title, other in zip(titles[1:], values[1:], strict=True)
            for name in names
        ]
    )
    listed_changes = {
        title: biggest_changes(
            judged.qrels, files[0].run, file.run, values[0][names[0]], other[names[0]], changes
        )
        for title, file, other in zip(titles[1:], files[1:], values[1:], strict=True)
    }
    with ExitStack() as opened:
        shown = _Shown(opened, collection, texts)
        told = {
            title: [_told(change, texts, shown) for change in entries]
            for title, entries in listed_changes.items()
        }
    problems = [*(sentence for file in files for sentence in file.problems), *judged.problems]
    if as_json:
        comparisons = [_to_json(comparison) for comparison in found]
        typer.echo(json.dumps({"comparisons": comparisons, "changes": told, "problems": problems}))
        return
    _show(found, told, names[0])
    for sentence in problems:
        typer.echo(f"note: {sentence}", err=True)


class _Shown:
    """Texts and explanations out of a collection, or nothing when none was named.

    Args:
        opened: Closes the one service they come from.
        collection: Name of the collection.
        texts: {query id: text}.
    """

    def __init__(self, opened: ExitStack, collection: str | None, texts: dict[str, str]) -> None:
        from search_app.cli.service import open_service

        self._collection, self._texts = collection, texts
        self._service = opened.enter_context(open_service()) if collection else None
        self._found: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, query_id: str, document_id: str) -> tuple[str, str]:
        """Return (beginning of the document, why it stands where it stands in a search)."""
        if self._collection is None or self._service is None:
            return "", ""
        from search_app.errors import NotFoundError
        from search_app.records import Query

        key = (query_id, document_id)
        if key not in self._found:
            try:
                document = self._service.open(self._collection).document(document_id)
            except NotFoundError:
                return "not in the collection", ""
            text = self._texts.get(query_id, "")
            why = self._service.open(self._collection).why(Query(text), document_id).reason if text else ""
            self._found[key] = (f"{document.title} {document.text}".strip()[:200], why)
        return self._found[key]


def _texts(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    from search_app.evaluation.query_file import read_queries

    return read_queries(path)


def _told(change: "QueryChange", texts: dict[str, str], shown: _Shown) -> dict[str, Any]:
    text, why = shown.of(change.query_id, change.document_id) if change.document_id else ("", "")
    return {
        "query": change.query_id,
        "text": texts.get(change.query_id, ""),
        "baseline": round(change.baseline, 4),
        "value": round(change.value, 4),
        "document": change.document_id,
        "baseline_rank": change.baseline_rank,
        "rank": change.rank,
        "document_text": text,
        "why": why,
    }


def _to_json(comparison: "Comparison") -> dict[str, Any]:
    return {
        "baseline": comparison.baseline,
        "run": comparison.system,
        "measure": comparison.measure,
        "queries": comparison.queries,
        "baseline_mean": comparison.baseline_mean,
        "mean": comparison.system_mean,
        "difference": comparison.difference,
        "interval": list(comparison.interval),
        "p": comparison.p,
        "corrected_p": comparison.corrected_p,
        "wins": comparison.wins,
        "losses": comparison.losses,
        "verdict": comparison.verdict,
    }


def _show(found: "tuple[Comparison, ...]", told: dict[str, list[dict[str, Any]]], measure: str) -> None:
    for comparison in found:
        low, high = comparison.interval
        typer.echo(
            f"{comparison.system} against {comparison.baseline}, {comparison.measure}: "
            f"{comparison.system_mean:.4f} against {comparison.baseline_mean:.4f}, "
            f"{comparison.difference:+.4f} (95 % {low:+.4f} to {high:+.4f}), "
            f"p {comparison.p:.5f}, corrected {comparison.corrected_p:.5f}, "
            f"{comparison.wins} queries better, {comparison.losses} worse: {comparison.verdict}"
        )
    for title, entries in told.items():
        typer.echo(f"\nBiggest changes of {measure} in {title}:")
        for entry in entries:
            typer.echo(
                f"  {entry['value'] - entry['baseline']:+.3f}  {entry['query']} {entry['text']}\n"
                f"          document {entry['document']}: rank {entry['baseline_rank'] or 'none'} "
                f"to {entry['rank'] or 'none'}  {entry['document_text'][:120]}"
            )
            if entry["why"]:
                typer.echo(f"          {entry['why']}")
