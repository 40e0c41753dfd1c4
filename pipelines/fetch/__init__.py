"""Sources that are not files of this machine: what fsspec reaches, fetched into a folder."""

from pipelines.fetch.location import Location, is_url, locate
from pipelines.fetch.mirror import Mirror

__all__ = ["Location", "Mirror", "is_url", "locate"]
