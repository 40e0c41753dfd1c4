"""Publication: a finished staging folder becomes the current generation of all lanes at once."""

import shutil
from contextlib import suppress

from search_app.collections.atomic_text import replace_text, sync_folder
from search_app.collections.folder import CollectionFolder
from search_app.collections.generation import Generation, read_generation
from search_app.collections.manifest import GenerationManifest, write_manifest
from search_app.errors import SearchAppError


def publish(folder: CollectionFolder, manifest: GenerationManifest) -> Generation:
    """Publish the staging folder under the manifest's generation id.

    The manifest is written last, the folder is renamed to its place, and replacing CURRENT switches
    every lane in one step. A kill before that leaves the old generation current.
    """
    write_manifest(folder.staging.path, manifest)
    target = folder.generation_path(manifest.generation)
    target.parent.mkdir(exist_ok=True)
    folder.staging.path.rename(target)
    sync_folder(target.parent)
    sync_folder(folder.path)
    replace_text(folder.current_file, manifest.generation + "\n")
    return read_generation(target)


def remove_superseded(folder: CollectionFolder) -> list[Generation]:
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
