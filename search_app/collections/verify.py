"""Check that vectors and Lucene hold exactly what a generation's ledger and manifest say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from search_app.collections.audit import PLACES, Audit, audit
from search_app.collections.generation import Generation
from search_app.collections.ledger import Ledger
from search_app.collections.stored_faults import altered_documents, malformed_passages
from search_app.errors import CorruptError
from search_app.protocols import LexicalSearcher, VectorStore

LISTED = 100
"""Entries named per finding; the count is always complete."""


@dataclass(slots=True)
class Finding:
    """One kind of fault in one place.

    Attributes:
        kind: "missing", "surplus", "duplicate", "malformed", "altered" (another checksum than when it was
            written), "damaged" (a file of the index), "outdated" (an index of an earlier version) or
            "unconfirmed"; "count" when totals differ.
        place: "vectors", "lucene", "ledger" or "manifest".
        count: How many there are.
        entries: The first `LISTED` of them, each in words.
    """

    kind: str
    place: str
    count: int = 0
    entries: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """Outcome of a verification.

    Attributes:
        generation: Which generation was read.
        documents: Documents in the ledger.
        passages: Passages the ledger expects in either place.
        found: {"vectors": n, "lucene": n}, as they count themselves.
        findings: What is wrong; empty when nothing is.
    """

    generation: str
    documents: int
    passages: int
    found: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """True when nothing was found."""
        return not self.findings


def verify(generation: Generation, store: VectorStore, searcher: LexicalSearcher) -> VerifyReport:
    """Read every entry of the ledger, the vectors and the Lucene index once and compare them.

    Raises:
        CorruptError: When the ledger cannot be read at all.
    """
    with Ledger(generation.ledger_path, read_only=True) as ledger, audit(ledger, store, searcher) as compared:
        documents, passages = ledger.counts()
        found = {"vectors": store.count(), "lucene": searcher.count()}
        findings = [
            *_differences(compared),
            _finding("malformed", "vectors", _malformed(generation, store)),
            _finding("altered", "vectors", altered_documents(ledger, store)),
            _finding("damaged", "lucene", _damage(searcher)),
            _finding("outdated", "lucene", _age(searcher)),
            _finding("unconfirmed", "ledger", (entry.document_id for entry in ledger.pending())),
            _finding("count", "manifest", _count_faults(generation, documents, passages, found)),
        ]
    return VerifyReport(
        generation.id, documents, passages, found, tuple(entry for entry in findings if entry.count)
    )


def _differences(compared: Audit) -> Iterator[Finding]:
    for place in PLACES:
        missing = (
            f"{identifier} of document {document!r}" for document, identifier in compared.missing(place)
        )
        yield _finding("missing", place, missing)
        yield _finding("surplus", place, compared.surplus(place))
        yield _finding("duplicate", place, compared.duplicates(place))


def _malformed(generation: Generation, store: VectorStore) -> Iterator[str]:
    for identifier, fault in malformed_passages(store, generation.manifest.models):
        yield f"{identifier}: {fault}"


def _damage(searcher: LexicalSearcher) -> Iterator[str]:
    try:
        searcher.check_integrity()
    except CorruptError as error:
        yield error.given


def _age(searcher: LexicalSearcher) -> Iterator[str]:
    if not searcher.holds_positions:
        yield "it was written without the places of words, so pairs of words do not count"


def _count_faults(
    generation: Generation, documents: int, passages: int, found: dict[str, int]
) -> Iterator[str]:
    manifest = generation.manifest
    counts = {"documents in the ledger": (documents, manifest.documents)}
    counts["passages in the ledger"] = (passages, manifest.passages)
    counts |= {f"passages in {place}": (count, manifest.passages) for place, count in found.items()}
    for name, (counted, stated) in counts.items():
        if counted != stated:
            yield f"{counted} {name}, {stated} in the manifest"


def _finding(kind: str, place: str, entries: Iterable[str]) -> Finding:
    finding = Finding(kind, place)
    for entry in entries:
        finding.count += 1
        if finding.count <= LISTED:
            finding.entries.append(entry)
    return finding
