"""The states of the search page and its neighbours, with the real service on a tiny collection."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from fixtures.app_pages import open_page, page_of
from fixtures.page_collections import LONG, PageData, environment
from fixtures.tiny_bundles import TinyBundles, write_sparse
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Multiselect

from search_app.records.query import MAX_QUERY_CHARACTERS

pytestmark = pytest.mark.usefixtures("pages")


def _open(**params: str) -> AppTest:
    return open_page("", **params)


def _open_collections() -> AppTest:
    return open_page("collections")


def _titles(app: AppTest) -> list[str]:
    return [heading.text for heading in page_of(app).all("h3")]


def test_without_a_collection_the_page_says_what_to_run(set_up: Callable[..., None], tmp_path: Path) -> None:
    set_up(data_dir=str(tmp_path / "nothing"))
    page = page_of(_open())
    assert page.one("h2").text == "Nothing to search yet"
    assert "search-app ingest" in page.all("code")[0].text


def test_wrong_settings_are_one_sentence(set_up: Callable[..., None]) -> None:
    set_up(port="many")
    message = page_of(_open()).one("section", "error")
    assert "SEARCH_APP_PORT='many'" in message.text


def test_an_empty_box_invites() -> None:
    app = _open()
    assert "13 documents" in page_of(app).one("p", "invitation").text
    assert not page_of(app).all("article")


def test_examples_belong_to_the_collection_that_answers_them(page_data: PageData, tmp_path: Path) -> None:
    assert not [button for button in _open().button if button.key.startswith("example")]


def test_a_search_shows_results_with_badges_marks_and_bars() -> None:
    app = _open(view="expert")
    app.text_input(key="q").set_value("bread recipe").run()
    page = page_of(app)
    first = page.all("article")[0]
    assert first.one("h3").text == "Bread recipe"
    assert [badge.text[:-1] for badge in first.one("ul", "badges").all("li")] == [
        "Dense #",
        "Sparse #",
        "BM25 #",
        "Feedback #",
    ]
    assert {"recipe", "bread"} <= {mark.text for mark in first.one("div", "passage").all("mark")}
    assert {bar.classes[1] for bar in first.one("div", "tokens").all("span", "bar")} == {"literal", "share"}
    assert "result" in page.one("details", "timings").one("summary").text
    assert app.query_params["q"] == "bread recipe"


def test_simple_and_expert_are_one_switch_and_part_of_the_address() -> None:
    app = _open(q="bread recipe", k="20")
    page = page_of(app)
    assert not page.all("ul", "badges")
    assert page.all("span", "plain")
    assert [box.key for box in app.selectbox] == ["collection"]
    app.toggle(key="expert").set_value(True).run()
    assert app.query_params["view"] == "expert"
    assert page_of(app).all("ul", "badges")
    assert app.selectbox(key="limit").value == 20
    app.button_group(key="lanes").set_value(["bm25"]).run()
    app.toggle(key="expert").set_value(False).run()
    assert dict(app.query_params) == {"q": "bread recipe", "collection": "kitchen", "k": "20"}


def test_expansions_are_listed_apart() -> None:
    page = page_of(_open(q="code", lanes="sparse", rerank="0"))
    cards = {card.one("h3").text: card for card in page.all("article")}
    added, literal = cards["Read a file"], cards["Sort a list"]
    assert [term.text.split(" from ")[0] for term in added.one("ul", "terms").all("li")] == ["code"]
    assert [bar.classes[1] for bar in added.one("div", "tokens").all("span", "bar")] == ["expansion"]
    assert not literal.all("ul", "terms")


def test_a_link_brings_the_whole_state_back() -> None:
    app = _open(q="dog", collection="kitchen", lanes="bm25,sparse", k="20", rerank="0", size="5")
    assert app.text_input(key="q").value == "dog"
    assert app.toggle(key="rerank").value is False
    assert app.selectbox(key="limit").value == 20
    assert app.selectbox(key="page_size").value == 5
    assert app.session_state["lanes"] == ["sparse", "bm25"]
    badges = page_of(app).all("ul", "badges")[0].all("li")
    assert [badge.text.split(" #")[0].removeprefix("not in ") for badge in badges] == ["Sparse", "BM25"]


def test_the_same_link_gives_the_same_results() -> None:
    app = _open(q="water and fire", lanes="dense,bm25", k="5")
    assert _titles(app)
    again = _open(**app.query_params)
    assert _titles(again) == _titles(app)


def test_garbage_in_the_link_is_survived() -> None:
    app = _open(q="dog", lanes="<script>", k="many", page="-7", rerank="maybe", size="1e9")
    assert _titles(app)
    assert "lanes" not in app.query_params


def test_switching_a_lane_off_searches_without_it() -> None:
    app = _open(q="dog", view="expert")
    app.button_group(key="lanes").set_value(["sparse", "bm25"]).run()
    assert app.query_params["lanes"] == "sparse,bm25"
    assert "Dense" not in page_of(app).all("ul", "badges")[0].text


def test_with_every_lane_off_the_page_asks_for_one() -> None:
    app = _open(q="dog", lanes="none")
    assert page_of(app).one("h2").text == "No lane is on"
    assert not page_of(app).all("article")


def test_nothing_found_says_what_to_try() -> None:
    page = page_of(_open(q="zzz", lanes="bm25"))
    message = page.one("section", "message")
    assert message.one("h2").text == "Nothing found"
    assert message.all("li")[0].text.startswith("Turn Dense, Sparse and Feedback on again")


def test_nothing_under_a_filter_does_not_blame_the_spelling() -> None:
    message = page_of(_open(q="bread", where='{"kind":["nothing"]}')).one("section", "message")
    assert "under these filters" in message.text
    assert [entry.text for entry in message.all("li")] == ["Clear the filters above, or widen them."]


def test_a_range_that_begins_after_it_ends_is_refused() -> None:
    page = page_of(_open(q="bread", where='{"year":{"from":2020,"to":2010}}'))
    assert "cannot be from 2020 to 2010" in page.one("section", "warning").text
    assert not page.all("article")


def test_a_link_that_asks_for_too_many_results_is_told_so() -> None:
    assert "asks for 500 results" in page_of(_open(q="dog", k="500")).one("section", "warning").text
    for exact in ("100", "0100"):
        assert not page_of(_open(q="dog", k=exact)).all("section", "warning")


def test_an_unknown_collection_in_a_link_lists_those_that_exist() -> None:
    page = page_of(_open(q="dog", collection="elsewhere"))
    assert page.one("section", "warning").text.endswith(
        "There is no collection elsewhere. Choose one of: kitchen"
    )
    assert not page.all("article")


def test_an_overlong_query_is_refused_in_one_sentence() -> None:
    page = page_of(_open(q="a" * (MAX_QUERY_CHARACTERS + 1)))
    assert "10,001 characters" in page.one("section", "error").text


def test_a_lane_that_is_missing_is_named_with_its_reason(set_up: Callable[..., None], tmp_path: Path) -> None:
    set_up(sparse_bundle=str(write_sparse(tmp_path / "other", query_weights=False)))
    page = page_of(_open(q="bread", view="expert"))
    notice = page.one("section", "warning")
    assert notice.all("li")[0].text.startswith("Sparse: ")
    assert "kitchen" in notice.text
    assert page.all("article")
    assert "Sparse" not in page.all("ul", "badges")[0].text


def test_when_no_lane_answers_the_page_says_why(set_up: Callable[..., None], tmp_path: Path) -> None:
    set_up(sparse_bundle=str(write_sparse(tmp_path / "other", query_weights=False)))
    page = page_of(_open(q="bread", lanes="sparse"))
    assert page.one("section", "error").one("h2").text == "This search could not be answered"
    assert "search-app doctor" in page.one("section", "error").text


def test_an_unforeseen_error_hides_its_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("search_app.engine.open_collection.OpenCollection.search", burst)
    message = page_of(_open(q="bread")).one("section", "error").text
    assert "RuntimeError" in message
    assert "secret" not in message


def test_a_damaged_collection_says_so_on_both_pages(
    set_up: Callable[..., None], page_data: PageData, tmp_path: Path
) -> None:
    shutil.copytree(page_data.data_dir, tmp_path / "data")
    for manifest in (tmp_path / "data").rglob("manifest.json"):
        manifest.write_text("{", encoding="utf-8")
    set_up(data_dir=str(tmp_path / "data"))
    assert (
        page_of(_open(q="bread")).one("section", "error").one("h2").text
        == "This collection cannot be searched"
    )
    listed = _open_collections()
    assert "cannot be read: kitchen" in page_of(listed).one("section", "warning").text


def test_results_are_shown_page_by_page() -> None:
    app = _open(q="the animal is in the water", k="20", size="5", page="2")
    page = page_of(app)
    assert page.all("span", "rank")[0].text == "Result 6"
    assert page.one("details", "timings").one("strong").text.startswith("6–10 of ")
    app.pagination[0].set_value(1).run()
    assert page_of(app).all("span", "rank")[0].text == "Result 1"
    assert "page" not in app.query_params


def test_a_new_query_starts_on_the_first_page() -> None:
    app = _open(q="the animal is in the water", k="20", size="5", page="2")
    app.text_input(key="q").set_value("the dog is on the road").run()
    assert page_of(app).all("span", "rank")[0].text == "Result 1"


def test_the_page_size_stays_until_it_is_changed() -> None:
    app = _open(q="the animal is in the water", k="20", size="5", view="expert")
    app.selectbox(key="limit").set_value(10).run()
    assert len(_titles(app)) == 5
    assert app.query_params["size"] == "5"
    app.selectbox(key="page_size").set_value(10).run()
    app.run()
    assert len(_titles(app)) == 10
    assert "size" not in app.query_params


def test_turning_a_page_does_not_search_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(q="the animal is in the water", k="20", size="5")
    monkeypatch.setattr("search_app.engine.open_collection.OpenCollection.search", None)
    app.pagination[0].set_value(2).run()
    assert page_of(app).all("span", "rank")[0].text == "Result 6"


def _filter(app: AppTest, field: str) -> Multiselect[str]:
    (found,) = [widget for widget in app.multiselect if widget.label == field]
    return found


def test_filters_come_from_the_metadata_and_go_into_the_link() -> None:
    app = _open(q="the animal on the road")
    assert _filter(app, "kind").options == ["code · 3", "animal · 2", "food · 2", "machine · 2"]
    _filter(app, "kind").set_value(["animal · 2"]).run()
    assert app.query_params["where"] == '{"kind":["animal"]}'
    assert sorted(_titles(app)) == ["Horse and dog", "The cat"]
    assert page_of(app).one("ul", "conditions").text == "kind animal"
    # Its own field still counts every value, the others count what is left.
    assert _filter(app, "kind").options[0] == "code · 3"
    assert _filter(app, "tags").options == ["animal · 2", "cat · 1", "horse · 1"]


def test_a_range_narrows_and_combines() -> None:
    app = _open(q="the animal on the road", where='{"kind":["animal","machine"],"year":{"from":2011}}')
    assert sorted(_titles(app)) == ["Car engine", "Horse and dog"]
    (low, high) = app.number_input
    assert (low.value, high.value) == (2011, None)
    high.set_value(2011).run()
    assert app.query_params["where"] == '{"kind":["animal","machine"],"year":{"from":2011,"to":2011}}'
    assert not _titles(app)


def test_a_flag_is_yes_or_no() -> None:
    app = _open(q="the")
    _filter(app, "short").set_value([_filter(app, "short").options[-1]]).run()
    assert app.query_params["where"] in ('{"short":[true]}', '{"short":[false]}')


def test_all_filters_can_be_cleared() -> None:
    app = _open(q="the animal on the road", where='{"kind":["animal"],"year":{"from":2011}}')
    app.button(key="clear-line-kitchen").click().run()
    assert "where" not in app.query_params
    assert len(_titles(app)) > 2


def test_a_value_nobody_has_can_be_taken_off_again() -> None:
    app = _open(q="the", where='{"kind":["<b>nothing</b>"],"unknown":[1]}')
    assert not _titles(app)
    assert "<b>nothing</b>" in _filter(app, "kind").options
    assert "unknown" in page_of(app).one("ul", "conditions").text
    app.button(key="clear-line-kitchen").click().run()
    assert _titles(app)


def test_the_profile_is_chosen_where_there_are_several(
    set_up: Callable[..., None], page_data: PageData, tmp_path: Path
) -> None:
    shutil.copytree(page_data.data_dir, tmp_path / "data")
    (tmp_path / "data" / "profiles").mkdir()
    words = 'lanes = ["bm25"]\nrerank_depth = 0\n'
    (tmp_path / "data" / "profiles" / "words.toml").write_text(words, encoding="utf-8")
    set_up(data_dir=str(tmp_path / "data"))
    app = _open(q="bread", view="expert")
    assert "BM25" in page_of(app).all("ul", "badges")[0].text
    app.selectbox(key="profile").set_value("words").run()
    assert app.query_params["profile"] == "words"
    assert {badges.text.split(" #")[0] for badges in page_of(app).all("ul", "badges")} == {"BM25"}
    again = _open(q="bread", profile="words")
    assert again.selectbox(key="profile").value == "words"
    assert _titles(again) == _titles(app)


def test_results_are_taken_away_as_files() -> None:
    app = _open(q="the animal is in the water", k="20", size="5")
    assert [button.label for button in app.get("download_button")] == ["Download CSV", "Download JSON"]


def _open_document(**params: str) -> AppTest:
    return open_page("document", **params)


def test_a_document_opens_at_its_passage(page_data: PageData) -> None:
    app = _open(q="puppy file", lanes="bm25")
    (link,) = [entry for entry in app.get("page_link") if "doc=long&passage" in entry.proto.query_string]
    params = dict(parse_qsl(link.proto.query_string))
    assert params["q"] == "puppy file"
    page = page_of(_open_document(**params))
    article = page.one("article")
    assert article.one("h2").text == "A long walk"
    assert article.one("div", "full").text == LONG
    assert "the puppy may read the file" in article.one("mark", "here").text
    assert article.one("button").attributes["data-copy"] == "long"


def test_a_document_that_is_not_there_is_one_sentence() -> None:
    page = page_of(_open_document(collection="kitchen", doc="nothing"))
    assert "No document 'nothing'" in page.one("section", "error").text
    assert page_of(_open_document()).one("h2").text == "This link names no document"
    without_mark = page_of(_open_document(collection="kitchen", doc="cat", passage="many"))
    assert not without_mark.all("mark")


def test_the_collections_page_shows_what_there_is(tiny_bundles: TinyBundles) -> None:
    page = page_of(_open_collections())
    card = page.one("article")
    assert card.one("h3").text == "kitchen"
    assert [fact.text for fact in card.all("dd")][0] == "13"
    assert {row.all("th")[0].text for row in card.one("table", "models").all("tr")} == {"Dense", "Sparse"}


def test_the_collections_page_tells_sizes_fields_and_profiles() -> None:
    app = _open_collections()
    card = page_of(app).one("article")
    labels = [label.text for label in card.all("dt")]
    assert labels == ["documents", "passages", "on disk", "vectors in"]
    fields = card.one("details", "contents").all("ul")[0]
    assert [entry.text for entry in fields.all("li")] == [
        "kind one word",
        "short yes or no",
        "tags several words",
        "year a number",
    ]
    assert "Profile default" in page_of(app).text
    assert [button.label for button in app.button if button.key.startswith("verify")] == ["Verify"]


def test_uploading_without_a_file_or_a_name_is_a_sentence() -> None:
    app = _open_collections()
    app.button(key="upload-start").click().run()
    message = page_of(app).one("section", "error")
    assert message.one("h2").text == "These files cannot be added"
    assert "collection name" in message.text.lower()


def test_two_sessions_do_not_disturb_each_other() -> None:
    one, two = _open(q="bread"), _open(q="horse", lanes="bm25")
    before = _titles(one)
    two.text_input(key="q").set_value("planet").run()
    one.run()
    assert _titles(one) == before
    assert one.text_input(key="q").value == "bread"


def test_a_new_collection_appears_without_a_restart(
    set_up: Callable[..., None], page_data: PageData, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    set_up(data_dir=str(data))
    app = _open()
    assert page_of(app).one("h2").text == "Nothing to search yet"
    shutil.copytree(page_data.data_dir, data)
    app.run()
    assert "13 documents" in page_of(app).one("p", "invitation").text


def test_settings_of_the_fixture_are_those_of_thepage_of(
    page_data: PageData, tiny_bundles: TinyBundles
) -> None:
    assert page_data.environment == environment(page_data.data_dir, tiny_bundles)
