"""One uploaded file as a document, without keeping the file."""

import tempfile
from pathlib import Path

from search_app.errors import BadInputError
from search_app.parsing import MEDIA_TYPES, ParseLimits, parse_file
from search_app.records import Document
from ui.jobs.upload import Upload

KINDS = tuple(MEDIA_TYPES)
_LIMITS = ParseLimits(file_bytes=50_000_000, text_characters=5_000_000, cpu_seconds=30, wall_seconds=60.0)


def read_upload(upload: Upload) -> tuple[Document, tuple[str, ...]]:
    """Parse a file in the limited process of `search_app.parsing`; its id is its name.

    Returns:
        The document, and sentences on what was guessed, damaged or left out.

    Raises:
        BadInputError: In one sentence: no such kind, damaged, or over a limit.
    """
    suffix = next((kind for kind in KINDS if upload.name.lower().endswith(kind)), None)
    if suffix is None:
        raise BadInputError(
            f"file {upload.name[:100]!r}", f"one of {', '.join(KINDS)}", "choose another file"
        )
    with tempfile.TemporaryDirectory(prefix="search-app-") as folder:
        path = Path(folder, f"upload{suffix}")
        path.write_bytes(upload.getbuffer())
        parsed = parse_file(path, _LIMITS)
    # A file without a title is called by our name for it, which would tell nobody anything.
    title = upload.name if parsed.title == path.stem else parsed.title
    return Document(upload.name, title, parsed.text), parsed.notes
