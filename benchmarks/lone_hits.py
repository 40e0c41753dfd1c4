"""Whether a passage that alone holds the word typed comes first: emoji, part numbers, Amharic words.

The collection is the documentation of the running Python; each label is put into one of its passages.
"""

import json
import random
import string
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks import job
from benchmarks.table import save
from pipelines.readers.python_docs import PythonDocsReader
from pipelines.readers.reader import Located
from search_app.engine.service import SearchService
from search_app.records import Document, Query
from search_app.settings import Settings

PROFILES = ("default", "three-lanes", "rrf")
DOCUMENTS, SHORTEST, LONGEST = 300, 200, 1500
EMOJI = "🦖🧯🪐🧿🛞🪗🦩🧬🪤🫖🥑🦚🧨🪁🛰🌵🍄🎻🐙🏺🚲🧲🪵🛶🔭"
AMHARIC = (
    "ሰላም ኢትዮጵያ መጽሐፍ እንጀራ ቡና ውሃ ትምህርት ሆስፒታል መንገድ ዛፍ ፀሐይ ጨረቃ ባሕር ተራራ ወንዝ "
    "ልጅ እናት አባት ቤተሰብ ሙዚቃ ገበያ ዋጋ ቀለም ሰዓት ደብዳቤ"
)


def main() -> None:
    """Count first places by profile and kind of label."""
    documents, wanted = labelled(DOCUMENTS)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "labelled.jsonl"
        entries = ({"id": each.id, "title": each.title, "text": each.text} for each in documents)
        source.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
        job.ingest(str(source), "labelled", Path(folder))
        with SearchService(Settings(data_dir=Path(folder))) as service:
            rows = [row(service, kind, owners) for kind, owners in wanted.items()]
    header = ["the word typed", "passages", "found by BM25 alone", *PROFILES]
    title = f"Passages that alone hold the word typed, first among {len(documents)}"
    save("lone-hits", title, header, rows, command="lone-hits")


def labels() -> Mapping[str, list[str]]:
    """Return 25 words of each kind that stand in no documentation."""
    draw = random.Random(4)  # noqa: S311 - labels, not secrets
    parts = [
        f"{''.join(draw.choices(string.ascii_uppercase, k=2))}-{number}-{draw.choice('ABCDEFGH')}"
        for number in draw.sample(range(1000, 10000), 25)
    ]
    return {"an emoji": list(EMOJI), "a part number": parts, "an Amharic word": AMHARIC.split()}


def labelled(count: int) -> tuple[list[Document], Mapping[str, Mapping[str, str]]]:
    """Return `count` passages, and {kind: {label: id of the only document that holds it}}."""
    found = [item.document for item in PythonDocsReader().read() if isinstance(item, Located)]
    usable = [each for each in found if SHORTEST <= len(each.text) <= LONGEST]
    draw = random.Random(25)  # noqa: S311 - a draw, not a secret
    documents = draw.sample(usable, count)
    owners: dict[str, dict[str, str]] = {}
    places = iter(range(count))
    for kind, words in labels().items():
        for word in words:
            place = next(places)
            documents[place] = with_label(documents[place], word, draw)
            owners.setdefault(kind, {})[word] = documents[place].id
    return documents, owners


def with_label(document: Document, label: str, draw: random.Random) -> Document:
    """Return the document with the label between two of its words."""
    words = document.text.split(" ")
    place = draw.randrange(1, len(words))
    return Document(document.id, document.title, " ".join([*words[:place], label, *words[place:]]))


def row(service: SearchService, kind: str, owners: Mapping[str, str]) -> list[str]:
    """Count how often each profile puts the document first, and how often BM25 alone does."""
    lexical = sum(first(service, word, "rrf", ("bm25",)) == owner for word, owner in owners.items())
    counts = [
        sum(first(service, word, profile) == owner for word, owner in owners.items()) for profile in PROFILES
    ]
    return [kind, *(str(count) for count in (len(owners), lexical, *counts))]


def first(
    service: SearchService, text: str, profile: str, lanes: tuple[str, ...] | None = None
) -> str | None:
    """Return the id of the first document found, or None."""
    results = service.open("labelled", profile).search(Query(text, 1, lanes=lanes, explain=False)).results
    return results[0].passage.document_id if results else None
