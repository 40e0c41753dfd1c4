"""Vectors, Lucene and ledger move together, whatever was left half done."""

from contextlib import closing

import numpy as np
import pytest

from search_app.collections.audit import audit
from search_app.collections.builds.carry_over import carry_over
from search_app.collections.builds.encoded_document import EncodedDocument
from search_app.collections.builds.generation_writer import GenerationWriter
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.errors import CorruptError
from search_app.protocols import StoredPassage
from search_app.records import EncodedPassage, Passage, SparseVector, passage_id

STRANGE = passage_id("stranger", 0)


class Part:
    """Stands for either engine: passages by id, and how often each was made durable."""

    def __init__(self):
        self.held, self.durable = {}, 0

    def upsert(self, entries):
        self.held |= {getattr(entry, "passage", entry).id: entry for entry in entries}

    def delete(self, identifiers):
        for identifier in identifiers:
            self.held.pop(identifier, None)

    def ids(self):
        return iter(list(self.held))

    def retrieve(self, identifiers, with_vectors=False):
        found = [self.held[identifier] for identifier in identifiers if identifier in self.held]
        return [StoredPassage(entry.passage, entry.dense, entry.sparse) for entry in found]

    def flush(self):
        self.durable += 1

    commit = flush

    def close(self):
        """Nothing to release."""


@pytest.fixture
def writer(tmp_path, monkeypatch):
    monkeypatch.setattr("search_app.collections.builds.free_space.RESERVE", 0)
    with closing(GenerationWriter(Ledger(tmp_path / "ledger"), Part(), Part(), "g2", tmp_path)) as made:
        yield made


def encoded(document_id, texts, stored_passages=0, origin=None):
    vector, words = np.array([1, 0], dtype=np.float32), SparseVector.from_mapping({7: 1.0})
    passages = [
        EncodedPassage(Passage(document_id, ordinal, 0, len(text), text), vector, words)
        for ordinal, text in enumerate(texts)
    ]
    return EncodedDocument(document_id, texts[0].encode(), passages, stored_passages, origin)


def holds(writer):
    assert set(writer.store.held) == set(writer.lexical.held)
    return set(writer.store.held)


def test_a_shorter_version_leaves_no_passage_of_the_longer_one(writer):
    writer.write([encoded("a", ["one", "two", "three"]), encoded("b", ["cat"], origin="g1")])
    writer.write([encoded("a", ["one"], stored_passages=3)])
    assert holds(writer) == {passage_id("a", 0), passage_id("b", 0)}
    assert writer.ledger.counts() == (2, 2)
    assert [entry.origin for entry in writer.ledger.entries()] == ["g2", "g1"]
    assert writer.store.durable == writer.lexical.durable == 2


def test_deleted_documents_are_counted_in_any_number(writer):
    writer.write([encoded(f"d{number}", ["cat"]) for number in range(600)])
    assert writer.delete(entry for entry in writer.ledger.entries() if entry.document_id != "d7") == 599
    assert holds(writer) == {passage_id("d7", 0)}
    assert writer.delete([]) == 0


def test_recovery_undoes_what_was_begun_and_whatever_is_out_of_step(writer):
    writer.write([encoded("a", ["cat"]), encoded("b", ["dog", "fish"]), encoded("c", ["horse"])])
    half = encoded("half", ["river"])
    writer.ledger.begin([LedgerEntry("half", b"", 1, "g2")])
    writer.store.upsert(half.passages)
    writer.store.delete([passage_id("a", 0)])
    writer.lexical.delete([passage_id("b", 1)])
    writer.lexical.upsert([Passage("stranger", 0, 0, 3, "cat")])
    assert writer.recover(writer.lexical) == 3
    assert holds(writer) == {passage_id("c", 0)}
    assert [entry.document_id for entry in writer.ledger.entries()] == ["c"]
    assert list(writer.ledger.pending()) == []


def test_surplus_goes_from_both_and_the_rest_stays(writer):
    writer.write([encoded("a", ["cat"])])
    writer.lexical.upsert([Passage("stranger", 0, 0, 3, "cat")])
    with audit(writer.ledger, writer.store, writer.lexical) as compared:
        assert list(compared.surplus("lucene")) == [STRANGE]
        assert writer.remove_surplus(compared) == 1
    assert holds(writer) == {passage_id("a", 0)}


def test_only_what_was_lost_or_changed_is_carried_over(writer):
    published = Part()
    before = [encoded("a", ["cat"]), encoded("b", ["dog", "fish"])]
    published.upsert([passage for document in before for passage in document.passages])
    entries = [LedgerEntry("a", b"cat", 1, "g1"), LedgerEntry("b", b"dog", 2, "g1")]
    writer.write([before[0], encoded("b", ["another", "and", "longer"])])
    assert carry_over(writer, published, entries) == 1
    assert holds(writer) == {passage_id("a", 0), passage_id("b", 0), passage_id("b", 1)}
    assert writer.ledger.find("b").content == b"dog"
    published.delete([passage_id("b", 1)])
    writer.delete([writer.ledger.find("b")])
    with pytest.raises(CorruptError, match="1 of 2 passages of 'b'"):
        carry_over(writer, published, entries)
