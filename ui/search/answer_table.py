"""An answer as CSV that a spreadsheet can open without running anything in it."""

import csv
import io
from collections.abc import Iterable

from search_app.records import Answer

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_COLUMNS = ("rank", "document", "passage", "title", "score", "fused_score", "rerank_score")


def csv_text(answer: Answer) -> str:
    """Return one line per result, with its rank in every lane and its metadata.

    Text that a spreadsheet would take for a formula is preceded by an apostrophe (OWASP, "CSV injection").
    It starts with a byte order mark, without which Excel misreads everything that is not ASCII.
    """
    lanes = [ranking.lane for ranking in answer.rankings if ranking.failure is None]
    fields = sorted({name for result in answer.results for name in result.passage.metadata})
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    head = (*_COLUMNS, *[f"{lane}_rank" for lane in lanes], "text", *fields)
    writer.writerow(map(harmless, head))
    for rank, result in enumerate(answer.results, start=1):
        passage = result.passage
        standings = [result.lanes[lane].rank if lane in result.lanes else "" for lane in lanes]
        reranked = "" if result.rerank_score is None else result.rerank_score
        figures = (result.score, result.fused_score, reranked, *standings)
        row = (rank, passage.document_id, passage.ordinal + 1, passage.title, *figures, passage.text)
        writer.writerow(map(harmless, (*row, *(_joined(passage.metadata.get(name, "")) for name in fields))))
    return "\ufeff" + out.getvalue()


def harmless(value: object) -> object:
    """Return numbers as they are, and text so that no spreadsheet takes it for a formula."""
    if isinstance(value, int | float):
        return value
    text = str(value).replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _joined(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else value
