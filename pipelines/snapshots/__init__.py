"""Snapshots: a collection as one file that can be kept, moved and restored, whatever engine holds it."""

from pipelines.snapshots.restore import restore_snapshot
from pipelines.snapshots.write import write_snapshot

__all__ = ["restore_snapshot", "write_snapshot"]
