"""Where vectors live: the embedded engine or a Qdrant server. The choice between them is made here, once."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from search_app.protocols import VectorStore
from search_app.stores.edge_host import EdgeHost
from search_app.stores.vector_location import PLAIN, VectorLayout, VectorLocation

if TYPE_CHECKING:
    from search_app.settings import Settings


class VectorHost(Protocol):
    """Makes, opens, copies and removes the vectors of generations.

    A folder is where the vectors of an embedded engine lie; a location says which engine holds them. What
    was published earlier may be elsewhere than where this host puts new generations.
    """

    def location(self, collection: str, generation_id: str, layout: VectorLayout = PLAIN) -> VectorLocation:
        """Return where a new generation's vectors will be."""

    def check(self, collection: str, location: VectorLocation) -> None:
        """Raise unless a new generation can be made at a location of this host and published.

        Raises:
            BadInputError: When the collection's name belongs to somebody else there.
            UnavailableError: When the server cannot be reached or does not let us write.
        """

    def create(self, folder: Path, location: VectorLocation, dimension: int) -> VectorStore:
        """Return a new, empty store at a location of this host.

        Raises:
            BadInputError: When there is something already.
            UnavailableError: When the server cannot be reached.
        """

    def open(self, folder: Path, location: VectorLocation) -> VectorStore:
        """Return a store that exists, wherever it is.

        Raises:
            BadInputError: When it is on a server and this host has no address.
            NotFoundError: When the server has no such collection.
            CorruptError: When the files are missing or damaged.
            UnavailableError: When the server cannot be reached.
        """

    def copy(
        self, source: Path, stored: VectorLocation, folder: Path, location: VectorLocation, dimension: int
    ) -> None:
        """Make a store that holds what another one holds, and leave that one as it is.

        Args:
            source: Folder of the store to be copied.
            stored: Its location.
            folder: Folder of the new one.
            location: A location of this host.
            dimension: Length of the dense vectors.
        """

    def publish(self, collection: str, location: VectorLocation) -> None:
        """Point outside readers, where there can be any, to this store."""

    def drop(self, location: VectorLocation) -> None:
        """Remove what lies outside the generation's folder; what is not there is no error."""


def choose_host(settings: "Settings") -> VectorHost:
    """Return the host of new generations: the server when there is a URL, else the embedded engine."""
    if settings.qdrant_url is None:
        return EdgeHost()
    from search_app.stores.server_host import ServerHost

    return ServerHost(settings.qdrant_url, settings.server_key)
