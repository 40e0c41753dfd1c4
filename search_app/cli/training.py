"""`search-app train` and `search-app export`: from recipes to bundles."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from search_app.errors import UnavailableError


def _require_training() -> None:
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
    _require_training()
    from pipelines.train import run

    run(recipe, output)


def export(
    run_folder: Annotated[Path, typer.Argument(help="Folder of a finished training run.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the bundle to write.")],
) -> None:
    """Export a trained model to an ONNX bundle, with parity and retrieval checks."""
    _require_training()
    from pipelines.export import run

    run(run_folder, output)
