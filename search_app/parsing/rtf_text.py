"""Rich text to plain text, by striprtf."""

import re
from collections.abc import Callable

from search_app.parsing.parsed_document import FileText

_TITLE = re.compile(rb"\{\\info.*?\{\\title ([^{}]+)\}", re.DOTALL)


def parse_rtf(content: bytes, limits: object) -> FileText:
    """Return title and text.

    Raises:
        ValueError: With one sentence, when it is no rich text.
    """
    from striprtf import striprtf

    if not content.lstrip().startswith(b"{\\rtf"):
        raise ValueError("not a rich text file")
    title = _TITLE.search(content)
    # Bytes above ASCII stand as escapes; those that do not are the code page's, which striprtf applies.
    to_text: Callable[..., str] = striprtf.rtf_to_text
    text = to_text(content.decode("latin-1"), errors="replace")
    named = to_text(f"{{\\rtf1 {title.group(1).decode('latin-1')}}}", errors="replace") if title else None
    return FileText(named, text)
