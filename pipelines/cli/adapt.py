"""`search-app generate` and `search-app adapt`: synthetic queries, and an encoder adapted to a collection."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.training import require_training
from search_app.batched import batched

if TYPE_CHECKING:
    from search_app.protocols import VectorStore

_BATCH = 256
_Generator = Annotated[
    str, typer.Option("--generator", "-g", help="Query generator: RUN/model of a trained one, or owner/name.")
]
_PerPassage = Annotated[int, typer.Option("--per-passage", min=1, help="Queries drawn for each passage.")]
_TopP = Annotated[float, typer.Option(min=0.01, max=1.0, help="Mass of the nucleus that is sampled from.")]


def generate(
    source: Annotated[Path, typer.Argument(metavar="FOLDER", help="Passages: a BEIR or MS MARCO folder.")],
    generator: _Generator,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for queries and pairs.")],
    per_passage: _PerPassage = 3,
    top_p: _TopP = 0.95,
    round_trip: Annotated[
        int, typer.Option(min=0, help="Keep queries that find their passage in so many ranks; 0 keeps all.")
    ] = 20,
) -> None:
    """Generate queries for every passage of a folder, and keep those that find their passage again."""
    require_training()
    from contextlib import ExitStack

    from pipelines.families.query_generator.training import load_query_generator
    from pipelines.generate.round_trip import round_trip as filtered
    from pipelines.generate.sample_queries import Sampling, sample_queries
    from pipelines.judged.collection import open_collection
    from pipelines.mine.bm25_lane import Bm25MiningLane

    corpus = open_collection(source)
    next(corpus.passages(), None)
    output.mkdir(parents=True, exist_ok=True)
    queries = output / "queries.jsonl"
    options = Sampling(per_passage=per_passage, top_p=top_p)
    passages = sample_queries(load_query_generator(generator), corpus.passages(), options, queries)
    typer.echo(f"{queries}: queries for {passages:,} passages")
    if round_trip:
        with ExitStack() as stack:
            lane = stack.enter_context(Bm25MiningLane(corpus.passages()))
            report = filtered(queries, [lane], round_trip, output / "pairs.jsonl")
        typer.echo(f"{output / 'pairs.jsonl'}: {report.kept:,} of {report.asked:,} queries kept")
        for reason, count in report.dropped.most_common():
            typer.echo(f"  {count:,} dropped: {reason}")


def adapt(
    collection: Annotated[str, typer.Argument(metavar="COLLECTION", help="Collection to adapt to.")],
    generator: _Generator,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for all files; continued if there.")],
    recipe: Annotated[Path, typer.Option(help="Recipe over the generated data.")] = Path("dense-gpl"),
    per_passage: _PerPassage = 3,
    max_passages: Annotated[int, typer.Option(min=1, help="Generate for about so many passages.")] = 10_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Adapt the dense encoder to a collection without judgements, and test whether search got better."""
    require_training()
    from pipelines.adapt import Adaptation
    from pipelines.adapt import adapt as run
    from pipelines.generate.sample_queries import Sampling
    from search_app.bundles import locate_bundle
    from search_app.cli.service import open_service
    from search_app.settings import read_settings

    bundle, sampling = locate_bundle(read_settings().dense_bundle), Sampling(per_passage=per_passage)
    with open_service() as service:
        adapted = service.open(collection)
        analysis = adapted.generation().manifest.analysis
        options = Adaptation(generator, bundle, recipe, max_passages, sampling=sampling, analysis=analysis)
        with adapted.borrow() as opened:
            verdict = run(_passages(opened.store), options, output)
    new = output / "run" / "bundle"
    if as_json:
        typer.echo((output / "adaptation.json").read_text(encoding="utf-8").rstrip())
        return
    low, high = verdict.interval
    typer.echo(
        f"nDCG@10 on {verdict.queries:,} held-out generated queries: {verdict.before:.4f} before, "
        f"{verdict.after:.4f} after; difference {verdict.after - verdict.before:+.4f} "
        f"[{low:+.4f}, {high:+.4f}], p = {verdict.p:.4f} (paired randomisation test)"
    )
    if verdict.better:
        typer.echo(
            f"Better. Nothing was replaced; to use it: SEARCH_APP_DENSE_BUNDLE={new} search-app ingest "
            f"SOURCE --collection {collection} --recreate"
        )
    else:
        typer.echo("Not shown to be better: keep what you have.")


def _passages(store: "VectorStore") -> Iterator[tuple[str, str]]:
    """(id, text) of a collection, in batches."""
    ids = iter(sorted(store.ids()))
    for batch in batched(ids, _BATCH):
        for stored in store.retrieve(batch):
            yield stored.passage.id, stored.passage.full_text
