"""The ledger: pending until confirmed, streamed, read-only when published."""

import sqlite3

import pytest

from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.errors import CorruptError


def entry(name, passages=1, origin="g1", content=b"h"):
    return LedgerEntry(name, content, passages, origin)


def test_only_confirmed_documents_are_found(tmp_path):
    with Ledger(tmp_path / "l") as ledger:
        ledger.begin([entry("a", 3)])
        assert ledger.find("a") is None
        assert list(ledger.pending()) == [entry("a", 3)]
        ledger.confirm([entry("a", 3)])
        assert ledger.find("a") == entry("a", 3)
        assert ledger.counts() == (1, 3)


def test_a_rewrite_keeps_the_larger_count_until_confirmed_and_the_first_origin(tmp_path):
    with Ledger(tmp_path / "l") as ledger:
        ledger.begin([entry("a", 5)])
        ledger.confirm([entry("a", 5)])
        ledger.begin([entry("a", 2, "g2", b"new")])
        assert list(ledger.pending()) == [entry("a", 5, "g1", b"new")]
        ledger.confirm([entry("a", 2, "g2", b"new")])
        assert ledger.find("a") == entry("a", 2, "g1", b"new")


def test_survives_reopening_and_removal_while_walking(tmp_path):
    names = [f"d{number:05}" for number in range(2500)]
    with Ledger(tmp_path / "l") as ledger:
        ledger.begin([entry(name) for name in names])
        ledger.confirm([entry(name) for name in names])
    with Ledger(tmp_path / "l") as ledger:
        walked = []
        for found in ledger.entries():
            walked.append(found.document_id)
            ledger.remove([found.document_id])
        assert walked == names
        assert ledger.counts() == (0, 0)


@pytest.mark.parametrize("name", ["", " ", "a\0b", "'; DROP TABLE documents", "🙂" * 1000])
def test_any_id_will_do(tmp_path, name):
    with Ledger(tmp_path / "l") as ledger:
        ledger.begin([entry(name)])
        ledger.confirm([entry(name)])
        assert ledger.find(name) == entry(name)


def test_a_published_ledger_cannot_be_written_and_leaves_no_files_beside_it(tmp_path):
    path = tmp_path / "odd ?#% name"
    with Ledger(path):
        pass
    with Ledger(path, read_only=True) as ledger:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            ledger.begin([entry("a")])
        assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_missing_or_damaged_file_is_said_in_one_sentence(tmp_path):
    with pytest.raises(CorruptError, match="is not a readable ledger"):
        Ledger(tmp_path / "none", read_only=True)
    (tmp_path / "bad").write_bytes(b"not a database" * 100)
    with pytest.raises(CorruptError, match="is not a readable ledger"):
        Ledger(tmp_path / "bad", read_only=True)
