"""What the options of `search-app ingest` ask for, as one value."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.ingest.options import IngestOptions
from search_app.errors import BadInputError

if TYPE_CHECKING:
    from pipelines.ingest.engine import Engine
    from pipelines.readers import Reader
    from search_app.settings import Settings


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """What reads and encodes.

    Attributes:
        name: "local" or "ray".
        actors: With Ray: encoding processes.
        cpus: With Ray: cores of each.
        gpus: With Ray: share of a GPU for each.
    """

    name: str = "local"
    actors: int = 1
    cpus: int = 1
    gpus: float = 0.0


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """One job.

    Attributes:
        source: What to read, as `pipelines.readers.open_source` takes it.
        collection: The collection to write.
        reader: Name of the reader; None finds it.
        packages: Installed packages to add, with python-docs.
        field_map: Which fields are what, as `pipelines.readers.field_map` takes it; none by name.
        options: Choices of the job.
        engine: What reads and encodes.
        progress_file: Where to keep the progress for other programs.
        as_json: Whether to tell everything as JSON.
    """

    source: str
    collection: str
    reader: str | None = None
    packages: tuple[str, ...] = ()
    field_map: tuple[str, ...] = ()
    options: IngestOptions = IngestOptions()
    engine: EngineRequest = EngineRequest()
    progress_file: Path | None = None
    as_json: bool = False

    def open_source(self) -> "Reader":
        """Return the reader of the source; errors as for `pipelines.readers.open_source`."""
        from pipelines.readers import open_source
        from pipelines.readers.field_map import parse_field_map
        from search_app.collections.names import check_name

        check_name(self.collection)
        fields = parse_field_map(list(self.field_map)) if self.field_map else None
        return open_source(self.source, self.reader, list(self.packages), fields)

    def choose_engine(self, settings: "Settings") -> "Engine":
        """Return what reads and encodes.

        Raises:
            BadInputError: When there is no such engine, or it cannot read the source.
        """
        from pipelines.ingest.choose_engine import choose_engine

        asked = self.engine
        if asked.name != "local" and self.source == "-":
            raise BadInputError(
                f"standard input with --engine {asked.name}",
                "a source that its worker can open",
                "write it to a file first",
            )
        bundles = settings.dense_bundle, settings.sparse_bundle
        return choose_engine(asked.name, *bundles, asked.actors, asked.cpus, asked.gpus)
