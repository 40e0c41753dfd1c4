"""From a recipe to a trained model in a run folder: `run`."""

from pipelines.train.run import run

__all__ = ["run"]
