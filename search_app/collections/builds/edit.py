"""A change of a collection without a source: the next generation, begun as a copy of the current one."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from search_app.collections.builds.draft import Draft
from search_app.collections.builds.watch import BuildProgress
from search_app.collections.builds.writer_lock import writing
from search_app.collections.catalog import Catalog
from search_app.collections.generation import Generation
from search_app.stores import VectorHost


@contextmanager
def edit(
    collection: str, data_dir: Path, host: VectorHost, action: str, progress: BuildProgress
) -> Iterator[tuple[Draft, Generation]]:
    """Lend a draft and the current generation; what the block does not publish is discarded.

    Work that an interrupted ingest has left is discarded too, at the first write.

    Args:
        collection: Its name.
        data_dir: Where collections live.
        host: Where the vectors are made.
        action: What is being done, in a word.
        progress: Hears of copying and publishing.

    Raises:
        NotFoundError: When there is no such collection.
        BusyError: When a job writes it.
        UnavailableError: When the disk is full or a store cannot be reached.
    """
    catalog = Catalog(data_dir)
    catalog.current_id(collection)
    folder = catalog.folder(collection)
    with writing(folder):
        base = catalog.current_generation(collection)
        draft = Draft(folder, action, base.manifest.models, host, False, progress)
        with closing(draft):
            yield draft, base
