"""`search-app ingest`: bring a collection up to date with a source."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from search_app.errors import BadInputError

if TYPE_CHECKING:
    from pipelines.cli.ingest_request import IngestRequest
    from pipelines.ingest import IngestOutcome
    from pipelines.ingest.encoding_models import EncodingModels
    from pipelines.ingest.progress import Progress
    from search_app.stores import Quantization

REJECTS_EXIT_CODE = 5
_MOST_NAMED = 10


def ingest(
    source: Annotated[
        str,
        typer.Argument(
            help="A file (JSON Lines, CSV, TSV, Parquet, Arrow, MS MARCO, text, Markdown, HTML, PDF, Word), "
            "a folder of documents, a BEIR folder, a .zip, a URL, - for standard input, "
            "hub:OWNER/NAME[:SUBSET:SPLIT]@REVISION, irds:ID, or the word python-docs."
        ),
    ],
    collection: Annotated[
        str, typer.Option("--collection", "-c", help="Collection to write; created when there is none.")
    ],
    reader: Annotated[
        str | None,
        typer.Option(help="Reader to use: python-docs, beir, jsonl, csv, arrow, msmarco, text."),
    ] = None,
    packages: Annotated[
        str | None,
        typer.Option(help="With python-docs: installed packages to add, separated by commas."),
    ] = None,
    field_map: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="Which fields are what: id=pid,title=name,text=abstract+body,metadata=year:number+day:date"
            "+tags:list; kinds are keyword, number, date, list. id=# numbers the rows.",
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show first documents, mapping and counts; write nothing."),
    ] = False,
    recreate: Annotated[
        bool, typer.Option("--recreate", help="Build the collection anew, as after a change of model.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Delete documents that the source no longer has.")
    ] = False,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch", help="Stay and follow the folder's changes, deleted files included; Ctrl-C ends it."
        ),
    ] = False,
    watch_seconds: Annotated[
        float | None,
        typer.Option(min=0.0, help="With --watch: publish at most every so many seconds; 5 by default."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first reject.")] = False,
    max_rejects: Annotated[
        int | None, typer.Option(min=0, help="Stop when there are more rejects than this.")
    ] = None,
    passage_tokens: Annotated[int, typer.Option(help="Token budget of a passage.")] = 200,
    language: Annotated[
        str | None,
        typer.Option(
            help="How BM25 makes words: a language by name or code, standard, or auto (each document's own). "
            "English in a new collection; fixed once it is made.",
        ),
    ] = None,
    quantization: Annotated[
        str | None,
        typer.Option(
            help="Keep dense vectors for searching as they are (none) or in one byte each (scalar)."
        ),
    ] = None,
    on_disk_vectors: Annotated[
        bool | None,
        typer.Option(
            "--on-disk-vectors/--in-memory-vectors", help="Read original vectors from disk when needed."
        ),
    ] = None,
    engine: Annotated[
        str, typer.Option(help="What reads and encodes: local, or ray (RAY_ADDRESS names a cluster).")
    ] = "local",
    ray_actors: Annotated[int, typer.Option(help="With --engine ray: encoding processes.")] = 1,
    ray_cpus: Annotated[int, typer.Option(help="With --engine ray: cores of each.")] = 1,
    ray_gpus: Annotated[float, typer.Option(help="With --engine ray: share of a GPU for each.")] = 0.0,
    progress_file: Annotated[
        Path | None, typer.Option(help="Keep a JSON object of the progress in this file, for other programs.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object at the end, and log in JSON lines.")
    ] = False,
) -> None:
    """Read a source, encode what is new, publish the collection.

    Run it again at any time: unchanged documents cost nothing, and a job that was killed goes on where it
    stopped. Exit code 5 when something was refused; the good documents beside it are in.
    """
    from pipelines.cli.ingest_request import EngineRequest, IngestRequest
    from pipelines.ingest import IngestOptions

    overlap = passage_tokens * 3 // 20
    kept = _quantization(quantization), on_disk_vectors
    request = IngestRequest(
        source,
        collection,
        reader,
        packages=tuple(name.strip() for name in (packages or "").split(",") if name.strip()),
        field_map=tuple(field_map or ()),
        options=IngestOptions(recreate, prune, strict, max_rejects, passage_tokens, overlap, *kept, language),
        engine=EngineRequest(engine, ray_actors, ray_cpus, ray_gpus),
        progress_file=progress_file,
        as_json=as_json,
    )
    if watch_seconds is not None and not watch:
        raise BadInputError("--watch-seconds without --watch", todo="add --watch or leave it out")
    if watch:
        if dry_run:
            raise BadInputError("--watch with --dry-run", "one of them", "leave one out")
        raise typer.Exit(_watch(request, 5.0 if watch_seconds is None else watch_seconds))
    rejects = _dry_run(request) if dry_run else run_ingest(request).rejects
    if rejects:
        raise typer.Exit(REJECTS_EXIT_CODE)


def _watch(request: "IngestRequest", seconds: float) -> int:
    """Keep the collection in step with a folder; returns the exit code of the last round."""
    from dataclasses import replace

    from pipelines.cli.watching import check_alone, keep_in_step, told, watched_folder
    from pipelines.ingest.configured import models_of
    from search_app.settings import read_settings

    folder, settings = watched_folder(request.source), read_settings()
    check_alone(settings.data_dir, request.collection, folder)
    asked = replace(request, options=replace(request.options, prune=True))
    models = models_of(settings)

    def once() -> int:
        nonlocal asked
        outcome = run_ingest(asked, models)
        asked = replace(asked, options=replace(asked.options, recreate=False))  # built anew once
        return REJECTS_EXIT_CODE if outcome.rejects else 0

    return keep_in_step(folder, seconds, once, told)


def run_ingest(request: "IngestRequest", models: "EncodingModels | None" = None) -> "IngestOutcome":
    """Run the job, say how far it is, and at its end what was done; models that are open can be lent."""
    from pipelines.ingest.configured import ingest_configured
    from search_app.settings import read_settings

    settings = read_settings()
    reading, engine = request.open_source(), request.choose_engine(settings)
    with ExitStack() as opened:
        progress = _progress(opened, request.collection, request.progress_file, request.as_json)
        outcome = ingest_configured(
            reading,
            request.collection,
            settings,
            models=models,
            options=request.options,
            engine=engine,
            progress=progress,
        )
    if request.as_json:
        _log(outcome)
        typer.echo(json.dumps(outcome.to_json(), ensure_ascii=True))
    else:
        _summarise(outcome)
    return outcome


def _quantization(name: str | None) -> "Quantization | None":
    if name is None or name == "none" or name == "scalar":
        return name  # type: ignore[return-value]  # mypy does not narrow a str by comparison
    raise BadInputError(f"quantization {name!r}", "none or scalar", "correct --quantization")


def _dry_run(request: "IngestRequest") -> int:
    """Show what the job would do; returns the number of rejects."""
    from pipelines.cli.dry_run import show_dry_run
    from pipelines.ingest.configured import models_of
    from pipelines.ingest.dry_run import dry_run
    from search_app.settings import read_settings

    reading = request.open_source()
    found = dry_run(reading, models_of(read_settings()), request.options)
    show_dry_run(found, request.as_json)
    return found.rejects


def _progress(opened: ExitStack, collection: str, file: Path | None, as_json: bool) -> "Progress":
    """Say where the job tells how far it is: a bar or a log, and a file if one is asked for."""
    from pipelines.cli.ingest_log import IngestLog
    from pipelines.cli.ingest_progress import ProgressBar
    from pipelines.cli.interruption import Interruptible
    from pipelines.cli.progress_file import ProgressFile

    shown = IngestLog(collection) if as_json else opened.enter_context(ProgressBar(collection))
    told = shown if file is None else opened.enter_context(ProgressFile(file, shown))
    return opened.enter_context(Interruptible(told))


def _summarise(outcome: "IngestOutcome") -> None:
    """Say in one or two lines of standard error what was done."""
    typer.echo(f"{outcome.collection}: {_in_words(outcome)}", err=True)
    for line in _remarks(outcome):
        typer.secho(line, err=True, fg="yellow")


def _log(outcome: "IngestOutcome") -> None:
    """Say the same as lines of the log."""
    from pipelines.cli.ingest_log import IngestLog

    log = IngestLog(outcome.collection)
    for line in _remarks(outcome):
        log.note(line)
    log.finished(_in_words(outcome))


def _in_words(outcome: "IngestOutcome") -> str:
    verb = "published" if outcome.published else "nothing to do"
    return (
        f"{verb}; {outcome.documents:,} documents, {outcome.passages:,} passages; "
        f"{outcome.encoded:,} passages encoded at {outcome.passages_per_second:.0f}/s, "
        f"{outcome.skipped:,} documents unchanged, {outcome.deleted:,} deleted; "
        f"{outcome.seconds['total']:.1f} s"
    )


def _remarks(outcome: "IngestOutcome") -> list[str]:
    """Return what a person should know beside the totals, a line each."""
    from pipelines.readers.left_out import left_out_in_words

    lines = list(outcome.notes)
    if outcome.left_out:
        lines.append(f"{left_out_in_words(outcome.left_out)}; named in {outcome.rejects_file}")
    if outcome.rejects:
        lines.append(f"{outcome.rejects:,} rejects, listed in {outcome.rejects_file}")
    if outcome.languages:
        listed = ", ".join(f"{name} {count:,}" for name, count in outcome.languages.items())
        lines.append(f"languages found, in passages: {listed}")
    if outcome.mixed_fields:
        lines.append(_mixed(outcome))
    return lines


def _mixed(outcome: "IngestOutcome") -> str:
    """Name the fields that became keywords, and how to make something else of them."""
    named = [f"{name!r} ({' and '.join(kinds)})" for name, kinds in outcome.mixed_fields.items()]
    more = f" and {len(named) - _MOST_NAMED:,} more" if len(named) > _MOST_NAMED else ""
    return (
        f"fields of mixed types, filtered as keywords, without ranges: {', '.join(named[:_MOST_NAMED])}{more}"
        "; --map with --recreate gives a field one type"
    )
