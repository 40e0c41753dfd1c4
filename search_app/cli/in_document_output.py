"""The best passages of one document, in the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from search_app.cli.answer_text import one_line
from search_app.in_document import InDocumentHit
from search_app.records import Document

_AROUND = 80  # characters of the text before and after a passage


def print_hits(console: Console, hits: Sequence[InDocumentHit], document: Document) -> None:
    """Print each passage with its place, marked within the text around it."""
    console.print(Text(one_line(document.title or document.id), style="bold"))
    for hit in hits:
        passage = hit.passage
        share = 100 * passage.start / max(1, len(document.text))
        line = document.text.count("\n", 0, passage.start) + 1
        heading = Text.assemble(
            (f"\n{hit.rank}. ", "bold"),
            (f"{hit.score:.3f}", "cyan"),
            (f"  line {line} of the text, {share:.0f} % down", "dim"),
        )
        console.print(heading)
        before = one_line(document.text[max(0, passage.start - _AROUND) : passage.start])
        after = one_line(document.text[passage.end : passage.end + _AROUND])
        shown = Text.assemble((f"{before} ", "dim"), one_line(passage.text), (f" {after}", "dim"))
        console.print(Padding(shown, (0, 0, 0, 3)))
