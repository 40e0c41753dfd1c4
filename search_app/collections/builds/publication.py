"""Publication: a finished draft becomes the current generation, then what it supersedes is dropped."""

import shutil
from contextlib import suppress

from search_app.collections.atomic_text import replace_text, sync_folder
from search_app.collections.folder import CollectionFolder
from search_app.collections.generation import Generation, read_generation
from search_app.collections.manifest import GenerationManifest, write_manifest
from search_app.errors import SearchAppError
from search_app.stores import VectorHost


def publish(folder: CollectionFolder, manifest: GenerationManifest, host: VectorHost) -> Generation:
    """Make the draft current under its manifest's id, for outside readers too, and drop what it supersedes.

    A kill before the switch leaves the old generation current. One after it may leave the alias of outside
    readers or a superseded generation as they were: the next job sees to them.
    """
    generation = _switch(folder, manifest)
    host.publish(folder.name, manifest.store)
    for superseded in _remove_superseded(folder):
        host.drop(superseded.manifest.store)
    return generation


def _switch(folder: CollectionFolder, manifest: GenerationManifest) -> Generation:
    """Write the manifest last, rename the folder to its place, then switch in one step, by CURRENT."""
    write_manifest(folder.staging.path, manifest)
    target = folder.generation_path(manifest.generation)
    target.parent.mkdir(exist_ok=True)
    folder.staging.path.rename(target)
    sync_folder(target.parent)
    sync_folder(folder.path)
    replace_text(folder.current_file, manifest.generation + "\n")
    return read_generation(target)


def _remove_superseded(folder: CollectionFolder) -> list[Generation]:
    """Delete all generations but the current one and the one before it, and return those deleted.

    Searches that began on the previous generation go on reading it, hence one publication of grace.
    """
    current = folder.current()
    if current is None:
        return []
    kept = {current.id, current.manifest.previous}
    removed = []
    for path in folder.generation_paths():
        if path.name not in kept:
            # Without a readable manifest there is nothing to know about it beyond its folder.
            with suppress(SearchAppError):
                removed.append(read_generation(path))
            shutil.rmtree(path)
    return removed
