"""Delete a collection with all its generations."""

import shutil
from contextlib import suppress

from search_app.collections.builds.staging import Staging
from search_app.collections.builds.writer_lock import writer_lock
from search_app.collections.folder import CollectionFolder
from search_app.collections.generation import read_generation
from search_app.errors import CorruptError, UnavailableError
from search_app.stores import VectorHost


def delete_collection(folder: CollectionFolder, host: VectorHost) -> None:
    """Remove a collection for good, or finish a removal that was interrupted.

    Marked first, then dropped on the server, then removed here: whatever stops it in between, the next
    call or the next job of this name goes on.

    Args:
        folder: The collection.
        host: Removes what a generation keeps outside its folder, on a server.

    Raises:
        BusyError: When a job is writing it.
        UnavailableError: When the server that holds its vectors cannot be asked.
    """
    with writer_lock(folder.lock_file, folder.name):
        folder.deleting_file.touch()
        folder.current_file.unlink(missing_ok=True)
        finish_deletion(folder, host)
        shutil.rmtree(folder.path)


def finish_deletion(folder: CollectionFolder, host: VectorHost) -> None:
    """Remove what a marked collection still has; nothing happens without the mark. Under the writer lock.

    Raises:
        UnavailableError: When the server that holds its vectors cannot be asked; all is kept till then.
    """
    if not folder.deleting_file.exists():
        return
    if folder.current_file.exists():  # published again meanwhile, by a restore: not ours to remove
        folder.deleting_file.unlink()
        return
    try:
        for path in folder.generation_paths():
            with suppress(CorruptError):
                host.drop(read_generation(path).manifest.store)
        Staging(folder, host).discard()
    except UnavailableError as error:
        raise UnavailableError(
            f"{folder.name!r} is no longer searched, but its vectors are still on the server: {error}",
            "",
            f"run `search-app collections delete {folder.name}` again when the server is back",
        ) from error
    for path in folder.generation_paths():
        shutil.rmtree(path)
    folder.deleting_file.unlink()
