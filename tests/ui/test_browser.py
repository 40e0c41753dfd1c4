"""A click-through of the served page in headless Chromium."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixtures.browser import serving
from fixtures.browser_session import ask, open_url, settle, strict_session
from fixtures.page_collections import PageData

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def _titles(page: "Page") -> list[str]:
    return page.locator("article.card h3").all_inner_texts()


def _badges(page: "Page") -> list[str]:
    return page.locator("article.card").first.locator(".badge").all_inner_texts()


def test_click_through(page: "Page", browser: "Browser", address: str) -> None:
    open_url(page, f"{address}/?view=expert")
    page.wait_for_function("document.activeElement?.type == 'search'")

    ask(page, "bread recipe")
    assert _titles(page)[0] == "Bread recipe"
    assert [badge.split()[0] for badge in _badges(page)] == ["Dense", "Sparse", "BM25", "Feedback"]
    marks = page.locator("article.card").first.locator(".passage mark")
    assert {"recipe", "bread"} <= set(marks.all_inner_texts())
    colour = "element => getComputedStyle(element).backgroundColor"
    assert marks.first.evaluate(colour) != "rgba(0, 0, 0, 0)"
    page.get_by_text("Why this result").first.click()
    bars = page.locator("article.card").first.locator(".bar.literal")
    assert bars.first.is_visible()
    assert bars.first.bounding_box()["width"] > 20  # type: ignore[index]

    page.get_by_role("button", name="Dense").click()
    page.wait_for_url("**lanes=sparse%2Cbm25**")
    page.wait_for_function("document.querySelector('article .badge')?.innerText.includes('Dense') === false")
    settle(page)
    assert [badge.split()[0] for badge in _badges(page)] == ["Sparse", "BM25", "Feedback"]

    before = _titles(page)
    other = browser.new_page()
    open_url(other, page.url)
    assert _titles(other) == before
    other.wait_for_function("document.querySelector('input[type=search]')?.value == 'bread recipe'")
    other.close()


def test_the_first_collection_appears_by_itself(page: "Page", page_data: PageData, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving({**page_data.environment, "SEARCH_APP_DATA_DIR": str(data)}, tmp_path) as address:
        page.goto(address)
        page.get_by_role("heading", name="Nothing to search yet").wait_for()
        shutil.copytree(page_data.data_dir, tmp_path / "copy").rename(data)  # at once, as a job publishes
        page.locator(".invitation").wait_for()
        ask(page, "bread")
        assert _titles(page)[0] == "Bread recipe"


def test_the_back_button_brings_the_search_before_back(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=horse")
    before = _titles(page)
    ask(page, "planet")
    page.wait_for_function("document.querySelector('article h3')?.innerText == 'Star and planet'")
    page.go_back()
    page.wait_for_function("document.querySelector('.st-key-q input')?.value == 'horse'")
    page.wait_for_function("title => document.querySelector('article h3')?.innerText == title", arg=before[0])
    settle(page)
    assert _titles(page) == before


def test_every_page_names_itself_in_the_tab(page: "Page", address: str) -> None:
    titles = {
        "": "Search",
        "compare": "Compare",
        "explain": "Explain",
        "in-document": "In a document",
        "collections": "Collections",
        "evaluation": "Evaluation",
    }
    for path, title in titles.items():
        open_url(page, f"{address}/{path}")
        page.wait_for_function("title => document.title === title", arg=f"{title} · search_app")
    open_url(page, f"{address}/?q=bread")
    page.wait_for_function("document.title === 'bread · search_app'")


def test_nothing_found_and_an_error_are_sentences(page: "Page", address: str) -> None:
    page.goto(f"{address}/?q=zzz&lanes=bm25")
    page.get_by_role("heading", name="Nothing found").wait_for()
    page.goto(f"{address}/?q={'a' * 10_001}")
    page.get_by_role("alert").filter(has_text="10,001 characters").wait_for()


def test_the_keyboard_reaches_box_results_and_explanations(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog")
    page.wait_for_function("window.searchAppKeys")
    for number in (1, 2):
        page.keyboard.press("j")
        page.wait_for_function(
            "id => document.activeElement.getAttribute('aria-labelledby') == id", arg=f"title-{number}"
        )
    second = page.locator("article.card").nth(1)
    assert not second.locator(".breakdown").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "title-link"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    second.locator(".breakdown").wait_for()
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.value == 'dog'")


def test_the_focus_follows_a_box_that_is_drawn_anew(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog")
    page.wait_for_function("window.searchAppKeys && document.querySelector('.st-key-ask input')")
    page.evaluate(
        "() => { document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));"
        " const old = document.querySelector('.st-key-ask input'), drawn = old.cloneNode();"
        " drawn.id = 'drawn-anew'; old.replaceWith(drawn); }"
    )
    page.wait_for_function("document.activeElement.id == 'drawn-anew'")


@pytest.mark.parametrize("width", [1280, 400])
def test_a_title_leads_to_the_document_within_the_session(
    browser: "Browser", address: str, width: int
) -> None:
    with strict_session(browser, width) as page:
        open_url(page, f"{address}/?q=dog")
        page.wait_for_function("window.searchAppCopy")
        page.evaluate("window.sameSession = true")
        page.locator("article.card .title-link").nth(1).click()
        page.wait_for_url("**/document?**")
        page.get_by_role("link", name="Back to the results").click()
        page.locator("article.card").first.wait_for()
        assert page.evaluate("window.sameSession")


@pytest.mark.parametrize(("width", "height", "least"), [(1280, 900, 5), (400, 800, 3)])
def test_a_screen_holds_several_results(
    browser: "Browser", address: str, width: int, height: int, least: int
) -> None:
    with strict_session(browser, width) as page:
        page.set_viewport_size({"width": width, "height": height})
        open_url(page, f"{address}/?q=the+animal+is+in+the+water")
        boxes = [card.bounding_box() for card in page.locator("article.card").all()]
        assert sum(1 for box in boxes if box and box["y"] + box["height"] <= height) >= least


def test_a_link_clicked_after_typing_goes_where_it_says(page: "Page", address: str) -> None:
    for _ in range(3):
        open_url(page, f"{address}/?q=dog")
        page.wait_for_function("window.searchAppKeys")
        page.get_by_role("searchbox", name="Search").fill("planet")
        page.locator("article.card .title-link").first.click()
        page.wait_for_url("**/document?**q=dog**")


def test_the_button_asks_what_was_typed(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog")
    page.wait_for_function("window.searchAppKeys")
    page.get_by_role("searchbox", name="Search").fill("planet")
    page.locator(".st-key-go button").click()
    page.wait_for_url("**q=planet**")


def test_escape_leaves_the_results(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog")
    page.wait_for_function("window.searchAppKeys")
    page.get_by_role("searchbox", name="Search").press("Escape")
    assert page.get_by_role("searchbox", name="Search").input_value() == "dog"


def test_work_shows_at_once_after_enter(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog")
    page.wait_for_function("window.searchAppKeys")
    box = page.get_by_role("searchbox", name="Search")
    box.fill("planet")
    page.evaluate(
        "addEventListener('keyup', () => { window.busy = document.querySelector('.stMain').ariaBusy; })"
    )
    box.press("Enter")
    page.wait_for_function("window.busy === 'true'")
    page.wait_for_function("!document.querySelector('.stMain').ariaBusy")


def test_another_page_of_results_begins_at_its_top(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=the+animal+is+in+the+water&k=20&size=5")
    page.wait_for_function("window.searchAppKeys")
    page.locator(".st-key-pages button").filter(has_text="2").click()
    page.wait_for_function("document.querySelector('article .rank')?.innerText.includes('6')")
    settle(page)
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == 0


def test_the_question_goes_along_from_page_to_page(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog")
    page.get_by_role("link", name="Compare").click()
    page.wait_for_url("**/compare?**q=dog**")


def test_headings_of_results_stand_under_one(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog")
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map((e) => Number(e.tagName[1]))")
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels


def test_bars_stand_beside_their_words_and_have_the_colour_of_their_lane(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=bread+recipe&view=expert")
    card = page.locator("article.card").first
    card.get_by_text("Why this result").click()
    off = card.locator(".tokens tr:has(.bar)").evaluate_all(
        "rows => rows.map((row) => { const [a, b] = ['.token', '.bar'].map((c) => row.querySelector(c)"
        ".getBoundingClientRect()); return Math.abs(a.y + a.height / 2 - b.y - b.height / 2); })"
    )
    assert off
    assert max(off) < 2
    colours = "all => [...new Set(all.map((e) => getComputedStyle(e).backgroundColor))]"
    for lane in ("dense", "sparse", "bm25"):
        assert len(card.locator(f".lane-{lane}").evaluate_all(colours)) == 1, lane


def test_labels_of_the_choices_stand_on_one_line(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog&view=expert")
    tops = [page.locator(f".st-key-{key} label").first.bounding_box()["y"] for key in ("collection", "lanes")]  # type: ignore[index]
    assert abs(tops[0] - tops[1]) <= 2


def test_targets_are_large_enough_for_a_finger(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog&view=expert")
    small = page.locator(".card summary, .card button, .timings summary").evaluate_all(
        "all => all.filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 24).length"
    )
    assert small == 0


def test_an_explanation_leaves_the_other_hits_in_sight(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=the+animal+is+in+the+water")
    page.get_by_text("Why this result").first.click()
    page.locator("article.card .panel").first.wait_for()
    assert page.locator("article.card").nth(1).bounding_box()["y"] < 850  # type: ignore[index]


def test_a_long_passage_opens_in_place(page: "Page", address: str) -> None:
    page.goto(f"{address}/?q=puppy+file&lanes=bm25")
    card = page.locator("article.card").filter(has_text="A long walk")
    card.locator(".excerpt").wait_for()
    assert "the puppy may read the file" in card.locator(".excerpt").inner_text()
    card.get_by_text("Show whole passage").click()
    assert card.locator(".passage.full").is_visible()
    assert not card.locator(".excerpt").is_visible()


def test_collections_lead_back_to_the_search(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=dog")
    page.get_by_role("link", name="Collections").click()
    page.get_by_role("heading", name="kitchen").wait_for()
    page.get_by_role("link", name="Search", exact=True).first.click()
    page.wait_for_function("document.querySelector('.st-key-q input')?.value == 'dog'")
    page.locator("article.card").first.wait_for()


PAGES = (
    "/?q=bread+recipe&where=%7B%22kind%22%3A%5B%22food%22%5D%7D",
    "/compare?q=bread+recipe",
    "/explain?q=bread+recipe&doc=bread&versus=apple",
    "/in-document?q=puppy+file&collection=kitchen&doc=long",
    "/collections",
    "/document?collection=kitchen&doc=long&passage=2",
    "/evaluation",
)


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "dark"), (1280, "light"), (400, "light"), (400, "dark")]
)
def test_everything_fits_and_can_be_read(browser: "Browser", address: str, width: int, scheme: str) -> None:
    # All pages where it is tightest, the first three everywhere else.
    with strict_session(browser, width, scheme) as page:
        for path in PAGES if width == 400 and scheme == "light" else PAGES[:3]:
            open_url(page, address + path)
            overflow = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
            assert page.evaluate(overflow) <= 0, path
            assert page.evaluate(_WIDER_THAN_PAGE) == [], path
            assert page.evaluate(_LOW_CONTRAST) == [], path


_WIDER_THAN_PAGE = """
[...document.querySelectorAll("article *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80))
"""
# WCAG 2.2, 1.4.3: text has a contrast of at least 4.5 to what is behind it.
_LOW_CONTRAST = """
(() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const behind = (element) => {
    const chain = [];
    for (let e = element; e; e = e.parentElement) chain.unshift(getComputedStyle(e).backgroundColor);
    return chain;
  };
  const paint = (colours) => {
    brush.fillStyle = "white"; brush.fillRect(0, 0, 1, 1);
    for (const colour of colours) { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); }
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => rgb
    .map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const TEXTS = "article *, .message *, .timings *, .columns *, .conditions *, .hits *, .invitation, "
    + ".st-key-choices p, .st-key-go p";
  const low = [];
  for (const e of document.querySelectorAll(TEXTS)) {
    const text = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!text || !e.checkVisibility()) continue;
    const ground = behind(e);
    const [a, b] = [luminance(paint(ground)), luminance(paint([...ground, getComputedStyle(e).color]))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${e.className} ${e.textContent.slice(0, 30)}`);
  }
  return low;
})()
"""
