"""PDF files from their objects: nothing is packed, so that they can be read and damaged by hand."""

from collections.abc import Mapping, Sequence

HELVETICA = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def pdf(
    pages: Sequence[bytes],
    objects: Mapping[int, str | bytes] | None = None,
    page: str = "",
    catalog: str = "",
    info: str = "",
    fonts: str = "",
) -> bytes:
    """Return a file.

    Args:
        pages: The content of each, what draws it.
        objects: More objects by number, from 100.
        page: More entries of each page's dictionary.
        catalog: More entries of the catalog.
        info: Entries of the properties.
        fonts: More fonts, beside /F1, which is Helvetica.
    """
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    made: dict[int, bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode("latin-1"),
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        3: HELVETICA.encode(),
        4: b"<<" + info.encode("latin-1") + b">>",
    }
    for number, content in enumerate(pages):
        entries = f"/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {11 + 2 * number} 0 R"
        made[10 + 2 * number] = f"<<{entries}/Resources<</Font<</F1 3 0 R{fonts}>>>>{page}>>".encode(
            "latin-1"
        )
        made[11 + 2 * number] = stream(content)
    for number, body in (objects or {}).items():
        made[number] = body if isinstance(body, bytes) else body.encode("latin-1")
    file, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in made.items():
        offsets[number] = len(file)
        file += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(file)
    file += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(offsets):
        file += b"%d 1\n%010d 00000 n \n" % (number, offsets[number])
    file += b"trailer\n<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(made) + 1, start)
    return bytes(file)


def stream(content: bytes, entries: str = "") -> bytes:
    """Return a stream of bytes that are not packed."""
    return b"<</Length %d%s>>\nstream\n" % (len(content), entries.encode()) + content + b"\nendstream"


def lines(*texts: str, x: int = 72, y: int = 760, size: int = 12, font: str = "F1") -> bytes:
    """Return what draws lines of text, one below the other."""
    drawn = [f"BT /{font} {size} Tf {size + 4} TL {x} {y} Td"]
    for text in texts:
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        drawn.append(f"({escaped}) Tj T*")
    return ("\n".join(drawn) + "\nET\n").encode("cp1252")
