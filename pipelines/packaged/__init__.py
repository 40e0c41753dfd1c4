"""Base models that Python packages carry, for machines without a model hub."""

from pipelines.packaged.models import PACKAGED, PackagedModel

__all__ = ["PACKAGED", "PackagedModel"]
