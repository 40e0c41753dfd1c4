"""How a collection makes words: chosen once, kept, refused when it changes; long titles; older manifests."""

import json
from contextlib import closing

import pytest
from fixtures.ingest_run import Workbench, load_tiny

from search_app.collections.manifest import FILE_NAME, read_manifest
from search_app.errors import BadInputError
from search_app.text.analysis import TextAnalysis

GERMAN = [
    {"_id": "haus", "title": "", "text": "Die alten Häuser stehen an einer langen Straße."},
    {"_id": "hund", "title": "", "text": "Der Hund schläft jeden Tag im Garten."},
    {"_id": "dog", "title": "", "text": "The dog sleeps in the garden near the old houses."},
]


@pytest.fixture
def bench(tmp_path, tiny_bundles):
    return Workbench(tmp_path, load_tiny(tiny_bundles))


def found(bench, text):
    with closing(bench.generation.open_lucene()) as searcher:
        hits = {hit.passage_id for hit in searcher.search(text, 10)}
    with closing(bench.generation.open_lucene()) as searcher:
        assert searcher.count() == bench.generation.manifest.passages
    return {stored[0] for identifier, stored in bench.contents().items() if identifier in hits}


def test_english_is_what_a_new_collection_has(bench):
    bench.ingest(GERMAN)
    assert bench.generation.manifest.analysis == TextAnalysis("english", 1)
    assert bench.generation.languages() == {}
    assert found(bench, "haus") == set()


def test_a_language_is_kept_by_later_runs_and_refused_when_it_changes(bench):
    bench.ingest(GERMAN, language="de")
    assert bench.generation.manifest.analyzer == "german"
    assert found(bench, "haus strasse") == {"haus"}
    bench.ingest([*GERMAN, {"_id": "neu", "title": "", "text": "Ein Haus am Meer."}])
    assert bench.generation.manifest.analyzer == "german"
    assert found(bench, "hauses") == {"haus", "neu"}
    with pytest.raises(BadInputError, match="'french'.*made with, 'german'.*--recreate"):
        bench.ingest(language="fr")
    bench.ingest(recreate=True)
    assert bench.generation.manifest.analyzer == "german"
    bench.ingest(recreate=True, language="standard")
    assert bench.generation.manifest.analyzer == "standard"
    assert found(bench, "haus") == {"neu"}


def test_every_document_by_its_own_language(bench):
    outcome = bench.ingest(GERMAN, language="auto")
    assert outcome.languages == bench.generation.languages() == {"german": 2, "english": 1}
    assert outcome.to_json()["languages"] == {"german": 2, "english": 1}
    assert found(bench, "haus") == {"haus"}
    assert found(bench, "house") == {"dog"}


def test_a_collection_from_before_opens_and_goes_on_as_it_was(bench):
    bench.ingest([{"_id": "a", "title": "", "text": "water\u00adproof roofs"}])
    path = bench.generation.path / FILE_NAME
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["analyzer"], manifest["matching"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert read_manifest(bench.generation.path).analysis == TextAnalysis("english", 0)
    bench.ingest([{"_id": "b", "title": "", "text": "fire\u00adproof doors"}])
    assert bench.generation.manifest.matching == 0
    assert found(bench, "fireproof") == set()
    bench.ingest(recreate=True)
    assert bench.generation.manifest.matching == 1
    assert found(bench, "fireproof") == {"b"}


def test_titles_that_are_cut_are_counted_and_named(bench, tiny_bundles):
    title = " ".join(["cat dog bird water"] * 100)
    outcome = bench.ingest(
        [
            {"_id": "long", "title": title, "text": "the red fish"},
            {"_id": "short", "title": "cat", "text": "the red fish"},
        ],
        models=load_tiny(tiny_bundles),
    )
    assert outcome.rejects == 0
    assert [note for note in outcome.notes if note.endswith("(BM25 has them whole): 1")] == list(
        outcome.notes
    )
    listed = [json.loads(line) for line in outcome.rejects_file.read_text(encoding="utf-8").splitlines()]
    assert [(entry["document_id"], entry["kind"]) for entry in listed] == [("long", "note")]


def test_a_manifest_of_a_later_version_is_not_misread(bench):
    bench.ingest(GERMAN)
    path = bench.generation.path / FILE_NAME
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for changed in ({"matching": 2}, {"analyzer": "klingon"}):
        path.write_text(json.dumps(manifest | changed), encoding="utf-8")
        with pytest.raises(Exception, match=r"matching 2|klingon"):
            read_manifest(bench.generation.path)
