from search_app.records import Document


def test_a_document_is_searched_without_a_collection(service):
    text = "The cat is an animal.\n\n" + "Water of the river. " * 20 + "\n\nThe doctor has a vaccine."
    hits = service.in_document(Document("notes.txt", "", text), "vaccine doctor", limit=2)
    assert len(hits) == 2
    assert "The doctor has a vaccine." in hits[0].passage.text
    assert text[hits[0].passage.start : hits[0].passage.end] == hits[0].passage.text
