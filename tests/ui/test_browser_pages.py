"""Filter, compare, why-not, document, in-document and upload, end to end in headless Chromium."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from fixtures.browser import serving
from fixtures.browser_session import ask, open_url, settle, strict_session
from fixtures.page_collections import PageData

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def _parameter(page: "Page", name: str) -> str:
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def test_filter_open_and_come_back(page: "Page", address: str) -> None:
    open_url(page, f"{address}/?q=the+animal+on+the+road")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("combobox", name="kind").click()
    page.get_by_role("option", name="animal · 2").click()
    page.locator(".conditions").filter(has_text="kind animal").wait_for()
    page.wait_for_function("document.querySelectorAll('article.card').length == 2")
    settle(page)
    assert _parameter(page, "where") == '{"kind":["animal"]}'
    page.keyboard.press("Escape")
    page.locator("article.card h3 a").first.click()
    page.locator("mark#passage").wait_for()
    title = page.locator("article h2").inner_text()
    page.get_by_role("link", name="Back to the results").click()
    page.locator(".conditions").filter(has_text="kind animal").wait_for()
    page.locator("article.card h3").first.wait_for()
    assert page.locator("article.card h3").first.inner_text() == title
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert title in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_copy_puts_the_id_on_the_clipboard(browser: "Browser", address: str) -> None:
    with strict_session(browser) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        open_url(page, f"{address}/?q=bread+recipe&view=expert")
        page.get_by_role("button", name="copy id").first.click()
        page.get_by_role("button", name="copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == "bread"


def test_compare_draws_a_line_for_every_document_that_stays(page: "Page", address: str) -> None:
    open_url(page, f"{address}/compare")
    ask(page, "cook bread with salt")
    page.locator(".column").nth(4).wait_for()
    before = page.locator(".column").nth(3).locator(".entry-title").all_inner_texts()
    after = page.locator(".column").nth(4).locator(".entry-title").all_inner_texts()
    lines = page.locator(".lines").nth(3).locator(".line")
    assert lines.count() == len(set(before) & set(after))
    row = page.locator(".column").nth(4).locator(".entry").first
    (colour,) = [name for name in str(row.get_attribute("class")).split() if name.startswith("doc-")]
    line = page.locator(f".lines .{colour}").last
    box, end = line.bounding_box(), row.bounding_box()
    assert box is not None
    assert end is not None
    # A line ends at the middle of its row.
    middle = end["y"] + end["height"] / 2
    assert min(abs(box["y"] - middle), abs(box["y"] + box["height"] - middle)) < 3


def test_why_not_for_a_typed_id(page: "Page", address: str) -> None:
    open_url(page, f"{address}/explain?q=cook+bread+with+salt&k=1")
    box = page.get_by_role("combobox", name="Document")
    box.fill("virus")
    page.keyboard.press("Enter")
    card = page.locator("article.why-card")
    card.wait_for()
    assert card.locator(".stage").get_attribute("class") == "stage dropped"
    assert card.locator(".verdict").inner_text()
    assert _parameter(page, "doc") == "virus"
    assert page.locator(".waterfall .bar").first.is_visible()


def test_a_file_is_searched_without_a_collection(page: "Page", address: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(
        "# Notes\n\n" + "Wash and wait. " * 300 + "\n\nThe dog is on the road.\n", encoding="utf-8"
    )
    open_url(page, f"{address}/in-document")
    page.locator("input[type=file]").set_input_files(notes)
    page.locator("article h2").filter(has_text="Notes").wait_for()
    ask(page, "where is the dog")
    page.locator(".hits").wait_for()
    jump = page.locator(".jump").last
    target = page.locator(f"#{jump.get_attribute('data-goto')}")
    jump.click()
    page.wait_for_function(
        "element => { const box = element.getBoundingClientRect();"
        " return box.top < innerHeight && box.bottom > 0; }",
        arg=target.element_handle(),
    )


def test_upload_ingests_shows_rejects_and_is_searchable(
    page: "Page", page_data: PageData, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(page_data.data_dir, data)
    good, bad = tmp_path / "<img src=x onerror=alert(1)>.txt", tmp_path / "bad.txt"
    good.write_text("The kitten sleeps on the vehicle.", encoding="utf-8")
    bad.write_bytes(bytes(range(256)))
    with serving({**page_data.environment, "SEARCH_APP_DATA_DIR": str(data)}, tmp_path) as address:
        open_url(page, f"{address}/collections")
        page.get_by_text("Add documents").click()
        page.locator("input[type=file]").set_input_files([good, bad])
        page.wait_for_function(
            "document.querySelectorAll('[data-testid=stFileChip]').length == 2"
            " && !document.querySelector('[data-testid=stFileChipIconSpinner]')"
        )
        settle(page)
        page.get_by_role("combobox", name="Collection").fill("fresh")
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('.st-key-upload-target input')?.value == 'fresh'")
        settle(page)
        page.get_by_role("button", name="Add", exact=True).click()
        done = page.locator(".job").filter(has_text="Documents were added to")
        done.wait_for(timeout=120_000)
        assert "1 refused" in done.inner_text()
        page.locator("article h3").filter(has_text="fresh").wait_for()
        open_url(page, f"{address}/?q=kitten&collection=fresh&view=expert")
        assert "img_src_x_onerror" in page.locator("article .origin").first.inner_text()
        assert not list((data / "jobs").rglob("*.txt"))
