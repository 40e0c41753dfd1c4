"""`search-app models add` and `push`: models of others, in and out."""

from typing import TYPE_CHECKING, Annotated

import typer

from search_app.errors import BadInputError

if TYPE_CHECKING:
    from pipelines.bring.add import Precision

VARIABLES = {
    "dense": "SEARCH_APP_DENSE_BUNDLE",
    "sparse": "SEARCH_APP_SPARSE_BUNDLE",
    "cross-encoder": "SEARCH_APP_CROSS_ENCODER_BUNDLE",
}


def add(
    model: Annotated[
        str, typer.Argument(help="A model folder of sentence-transformers, or owner/name on the hub.")
    ],
    name: Annotated[str | None, typer.Option("--as", help="Name it is known by here.")] = None,
    revision: Annotated[str | None, typer.Option(help="Branch, tag or commit on the hub.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="dense, sparse or cross-encoder, where the folder does not say it.")
    ] = None,
    dimensions: Annotated[
        int | None, typer.Option(min=1, help="Keep so many first dimensions (Matryoshka models).")
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option(min=8, help="Cut texts earlier than the model would.")
    ] = None,
    query_prompt: Annotated[str | None, typer.Option(help="Name of the model's prompt for queries.")] = None,
    passage_prompt: Annotated[
        str | None, typer.Option(help="Name of the model's prompt for passages.")
    ] = None,
    label: Annotated[
        str | None, typer.Option(help="Of a cross-encoder with several labels: the one that says relevant.")
    ] = None,
    precision: Annotated[
        str, typer.Option(help="auto (8 bits where they pass the gate), int8 or fp32.")
    ] = "auto",
    licence: Annotated[
        str | None, typer.Option(help="Of the weights (SPDX), where the model's card does not say it.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an added model of this name.")] = False,
) -> None:
    """Make a bundle of any bi-encoder, sparse encoder or cross-encoder of sentence-transformers.

    Kind, pooling, modules, prompts, window, similarity and licence are read from the model. The bundle is
    compared with the library's own answers on 64 texts; what cannot be served exactly is refused.
    """
    from pipelines.bring.add import Request
    from pipelines.bring.add import add as add_model
    from pipelines.bring.brought import Wishes
    from pipelines.cli.training import require_training
    from search_app.bundles import read_manifest
    from search_app.settings import read_settings

    require_training()
    wishes = Wishes(dimensions, max_tokens, query_prompt, passage_prompt, label)
    request = Request(model, name, revision, kind, _precision(precision), replace, licence, wishes)
    folder = add_model(request, read_settings().data_dir, lambda line: typer.echo(line, err=True))
    manifest = read_manifest(folder)
    typer.echo(f"Added {folder.name}: {manifest.kind}, {manifest.precision}, {manifest.dimension} dimensions")
    typer.echo(f"Use it: export {VARIABLES[manifest.kind]}={folder.name}")


def push(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of an added model.")],
    repository: Annotated[str, typer.Argument(metavar="OWNER/NAME", help="Repository on the hub.")],
    private: Annotated[bool, typer.Option("--private", help="Create it as a private one.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent; send nothing.")] = False,
) -> None:
    """Publish an added model on the hub: the model of sentence-transformers with the ONNX bundle beside it.

    What was made from a folder or an id is fetched again and its checksums are compared first.
    """
    from pipelines.bring.push import push as push_model
    from pipelines.cli.training import require_training
    from search_app.settings import read_settings

    require_training()
    files = push_model(name, repository, read_settings().data_dir, private=private, dry_run=dry_run)
    for file in files:
        typer.echo(f"  {file}")
    typer.echo(f"{'Would send' if dry_run else 'Sent'} {len(files)} files to {repository}")


def _precision(name: str) -> "Precision":
    if name not in ("auto", "int8", "fp32"):
        raise BadInputError(f"--precision {name}", "auto, int8 or fp32", "correct --precision")
    return name  # type: ignore[return-value]  # mypy does not narrow a str by comparison
