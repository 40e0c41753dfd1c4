"""Delete a collection with all its generations."""

import shutil
from contextlib import suppress

from search_app.collections.builds.writer_lock import writer_lock
from search_app.collections.folder import CollectionFolder
from search_app.collections.generation import read_generation
from search_app.errors import CorruptError
from search_app.stores import VectorHost


def delete_collection(folder: CollectionFolder, host: VectorHost) -> None:
    """Remove a collection for good.

    Args:
        folder: The collection.
        host: Removes what a generation keeps outside its folder, on a server.

    Raises:
        BusyError: When a job is writing it.
    """
    with writer_lock(folder.lock_file, folder.name):
        # First it stops being a collection, so that a kill in between leaves only unreachable files.
        folder.current_file.unlink(missing_ok=True)
        for path in folder.generation_paths():
            with suppress(CorruptError):
                host.drop(read_generation(path).manifest.store)
        shutil.rmtree(folder.path)
