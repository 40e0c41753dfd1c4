"""Readers: from a source to documents, streamed, bad input named by position and reason."""

from pipelines.readers.detect import open_source
from pipelines.readers.reader import Located, Reader

__all__ = ["Located", "Reader", "open_source"]
