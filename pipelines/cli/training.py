"""`search-app train`, `export` and `reproduce-run`: from recipes to bundles, and back."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from search_app.errors import BadInputError, UnavailableError


def require_training() -> None:
    """Raise `UnavailableError` unless the packages that train are installed."""
    missing = [name for name in ("torch", "sentence_transformers", "datasets") if find_spec(name) is None]
    if missing:
        raise UnavailableError(
            f"training needs {', '.join(missing)}",
            "the training packages",
            "install them: pip install 'search-app[train]'",
        )


def train(
    recipe: Annotated[Path, typer.Argument(help="Recipe file (.toml) or the name of a shipped recipe.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the run; resumed if it exists.")],
) -> None:
    """Train a model as a recipe says, export it and check it."""
    require_training()
    from pipelines.train import run

    run(recipe, output)


def export(
    run_folder: Annotated[
        Path,
        typer.Argument(
            metavar="RUN", help="Folder of a finished training run, or a recipe that trains nothing."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the bundle to write.")],
    checkpoint: Annotated[
        int | None, typer.Option(min=1, help="Export what the run kept after this step.")
    ] = None,
    notes: Annotated[
        Path | None, typer.Option(help="Markdown for the model card: what was tried, what is known.")
    ] = None,
) -> None:
    """Export a trained model to an ONNX bundle, with parity and retrieval checks."""
    require_training()
    text = _read_notes(notes)
    if run_folder.is_dir():
        from pipelines.export import run

        run(run_folder, output, checkpoint=checkpoint, notes=text)
        return
    from pipelines.export.base import export_recipe

    if checkpoint is not None:
        raise BadInputError(
            f"--checkpoint {checkpoint} of {run_folder}, which is no folder of a run",
            "the folder of a training run",
            "leave --checkpoint out to export a recipe that trains nothing",
        )
    export_recipe(run_folder, output, text)


def _read_notes(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"--notes {path} cannot be read ({error})", "a text file in UTF-8") from error


def reproduce_run(
    run_folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished training run.")],
    tolerance: Annotated[
        float, typer.Option(min=0.0, help="Largest relative difference of losses and measures.")
    ] = 0.01,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Keep the second run here.")] = None,
) -> None:
    """Train a run again from its receipt; fail when losses or measures differ by more than the tolerance."""
    require_training()
    from pipelines.runs.reproduce import reproduce_run as reproduce

    found = reproduce(run_folder, tolerance, output)
    typer.echo(
        f"Reproduced: {found.steps:,} steps, {found.losses:,} losses within "
        f"{found.largest_loss_difference:.2%}, weights within {found.largest_weight_difference:.2g}"
    )
    for name, (first, second) in found.measures.items():
        typer.echo(f"  {name} {first:.4f}, again {second:.4f}")
