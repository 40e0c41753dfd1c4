"""PDF to plain text, by pypdf: the text layer, page after page."""

import io
import re

from search_app.parsing.limits import ParseLimits

_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])[\u00ad-]\n(?=[a-zà-ÿ])")


def parse_pdf(content: bytes, limits: ParseLimits) -> tuple[str | None, str]:
    """Return (title or None, text); words broken at line ends are joined.

    Raises:
        ValueError: With one sentence: encrypted, too many pages or too much text, no text layer, damaged.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("the PDF is encrypted; a password is needed to read it")
    pages = len(reader.pages)
    if pages > limits.pages:
        raise ValueError(f"the PDF has {pages:,} pages, at most {limits.pages:,}")
    texts, length = [], 0
    for page in reader.pages:
        texts.append(page.extract_text())
        length += len(texts[-1])
        if length > limits.text_characters:
            raise ValueError(f"the PDF has more than {limits.text_characters:,} characters of text")
    if not "".join(texts).strip():
        raise ValueError("the PDF has no text layer (scanned pages need text recognition first)")
    title = reader.metadata.title if reader.metadata else None
    return title, _BROKEN_WORD.sub("", "\n\n".join(texts))
