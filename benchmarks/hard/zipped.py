"""Archives of text parts, as office documents and books are; the same bytes each time."""

import io
import zipfile
from collections.abc import Mapping

_MOMENT = (2026, 1, 1, 0, 0, 0)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of the parts, in their order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo("placeholder", _MOMENT)
            entry.filename = name  # set afterwards: names with backslashes stay as they are
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def relations(*related: tuple[str, str, str]) -> str:
    """Return a part that names others, from (id, last word of the type, target)."""
    entries = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in related
    )
    return f'<Relationships xmlns="{RELATIONS}">{entries}</Relationships>'


def content_types(*overrides: tuple[str, str]) -> str:
    """Return the list of what the parts are, from (part, media type)."""
    entries = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    )
