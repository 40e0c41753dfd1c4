"""How much a file may ask of the parsers."""

from dataclasses import dataclass, fields

from search_app.errors import BadInputError


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """Limits of one file; what exceeds one is refused whole, never cut.

    Attributes:
        file_bytes: Size of the file.
        text_characters: Length of the text that comes out.
        pages: Pages of a PDF.
        archive_ratio: Unpacked bytes per packed byte of an archive.
        archive_bytes: Unpacked bytes of an archive that is a document.
        memory_bytes: Address space of the parsing process (RLIMIT_AS).
        cpu_seconds: Processor time for one file (RLIMIT_CPU).
        wall_seconds: Time for one file by the clock.

    Raises:
        BadInputError: When a limit is not positive.
    """

    file_bytes: int = 50_000_000
    text_characters: int = 10_000_000
    pages: int = 5_000
    archive_ratio: int = 200
    archive_bytes: int = 200_000_000
    memory_bytes: int = 1_000_000_000
    cpu_seconds: int = 60
    wall_seconds: float = 120.0

    def __post_init__(self) -> None:
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value <= 0:
                raise BadInputError(f"the limit {entry.name} = {value}", "a number above 0")
