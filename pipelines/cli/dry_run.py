"""What `search-app ingest --dry-run` shows."""

import json
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pipelines.ingest.dry_run import DryRun

_TEXT = 240


def show_dry_run(found: "DryRun", as_json: bool) -> None:
    """Print what an ingest would make of the source, for people or as one JSON object."""
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=True))
        return
    from pipelines.readers.left_out import left_out_in_words

    typer.echo(f"source     {_line(found.source)} (reader {found.reader})")
    if found.mapping is not None:
        typer.echo(f"mapping    {_line(found.mapping)}")
    kinds = ", ".join(f"{_line(name)} ({kind})" for name, kind in found.fields.items())
    typer.echo(f"metadata   {kinds or 'none'}")
    for name, mixed in found.mixed_fields.items():
        typer.secho(f"  {_line(name)} is of mixed types: {' and '.join(mixed)}", fg="yellow")
    typer.echo(f"documents  {found.documents:,}, in {found.passages:,} passages")
    typer.echo(f"rejects    {found.rejects:,}")
    if found.left_out:
        typer.echo(f"left out   {_line(left_out_in_words(found.left_out))}")
    for note in found.notes:
        typer.echo(f"note       {_line(note)}")
    for document in found.first:
        typer.echo(f"\n{_line(document.id)}  {_line(document.title)}")
        typer.echo(f"  {_line(document.text)}")
        for name, value in document.metadata.items():
            typer.echo(f"  {_line(name)} = {_line(str(value))}")
    for reject in found.first_rejects:
        typer.secho(f"\nrefused: {_line(reject.position)}: {_line(reject.reason)}", fg="yellow")
    for other in found.first_left_out:
        typer.echo(f"\nleft out: {_line(other.position)}: {_line(other.reason)}")
    typer.echo("\nNothing was written.")


def _line(text: str) -> str:
    """One line of bounded length, without control characters that a terminal would obey."""
    shown = " ".join(text[: 4 * _TEXT].split())
    clean = "".join(character if character.isprintable() else "\ufffd" for character in shown)
    return clean if len(clean) <= _TEXT else f"{clean[:_TEXT]}…"
