"""What vectors and Lucene hold against what the ledger expects."""

from search_app.collections.audit import Audit
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.records import passage_id


def test_missing_surplus_and_duplicate_entries_are_told_apart(tmp_path):
    ids = [passage_id("a", 0), passage_id("a", 1), passage_id("b", 0)]
    with Ledger(tmp_path / "l") as ledger:
        entries = [LedgerEntry("a", b"", 2, "g"), LedgerEntry("b", b"", 1, "g")]
        ledger.begin([*entries, LedgerEntry("pending", b"", 9, "g")])
        ledger.confirm(entries)
        stranger = passage_id("stranger", 0)
        with Audit(ledger) as audit:
            audit.observe("vectors", [ids[0], ids[2]])
            audit.observe("lucene", [*ids, ids[1], stranger, "no uuid"])
            assert list(audit.missing("vectors")) == [("a", ids[1])]
            assert list(audit.missing("lucene")) == []
            assert list(audit.surplus("vectors")) == []
            assert set(audit.surplus("lucene")) == {stranger, "no uuid"}
            assert list(audit.duplicates("lucene")) == [ids[1]]
            assert audit.out_of_step("vectors") == audit.out_of_step("lucene") == {"a"}
            assert audit.document_of(ids[2]) == "b"
            assert audit.document_of(stranger) is None
