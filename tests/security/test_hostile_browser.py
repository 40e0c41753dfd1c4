"""Sixty hostile texts as titles, passages and queries in a real browser: nothing runs, all of them show."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from fixtures.browser import serving
from fixtures.page_collections import add_collection, environment, hostile_documents
from fixtures.tiny_bundles import TinyBundles
from hostile_payloads import PAYLOADS

from ui.markup.control_marks import split_controls

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tiny_bundles: TinyBundles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    add_collection("hostile", hostile_documents(PAYLOADS), folder / "data", tiny_bundles, folder)
    with serving(environment(folder / "data", tiny_bundles), folder) as found:
        yield found


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":  # noqa: F811 - the fixture of that name
    """A session that fails on dialogs, new windows and on `window.hostile`."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: opened.append(popup.url))
    yield page
    assert opened == []
    assert page.evaluate("window.hostile") is None
    context.close()


def test_documents_show_as_they_are(page: "Page", address: str) -> None:
    for number in (1, 2):
        page.goto(f"{address}/?q=python&k=100&size=50&page={number}&view=expert")
        page.wait_for_function(
            f"document.querySelectorAll('article.card').length == {50 if number == 1 else 10}"
        )
        for card in page.evaluate(_READ_CARDS):
            _check_card(card)
        page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
        page.mouse.move(640, 500)
        page.wait_for_timeout(300)
        assert page.evaluate("window.hostile") is None
    assert _seen == set(range(len(PAYLOADS)))


_seen: set[int] = set()
_READ_CARDS = """[...document.querySelectorAll("article.card")].map((card) => ({
  id: card.querySelector(".origin bdi").textContent,
  title: card.querySelector("h3").textContent,
  text: card.querySelector(".passage").textContent,
  tags: [...new Set([...card.querySelectorAll("*")].map((e) => e.localName))],
  handlers: [...card.querySelectorAll("*")]
    .flatMap((e) => e.getAttributeNames()).filter((n) => /^on|src/.test(n)),
  links: [...card.querySelectorAll("[href]")].map((e) => e.getAttribute("href")),
}))"""


def _check_card(card: dict[str, object]) -> None:
    number = int(str(card["id"]).removeprefix("hostile-"))
    payload = PAYLOADS[number]
    _seen.add(number)
    assert " ".join(str(card["title"]).split()) == " ".join(_visible(payload).split())
    assert _visible(payload).replace("\r", "\n") in str(card["text"])
    assert not {"script", "img", "svg", "iframe", "style", "input", "form", "object"} & set(card["tags"])  # type: ignore[call-overload]
    assert card["handlers"] == []
    (link,) = card["links"]  # type: ignore[misc]  # the title leads to the document, and nothing else leads anywhere
    assert re.fullmatch(r"document\?[\w.~%+=&-]*", link, re.ASCII)


def test_queries_show_as_they_are(page: "Page", address: str) -> None:
    page.goto(f"{address}/?lanes=bm25&rerank=0&k=1")
    box = page.locator(".st-key-q input")
    box.wait_for()
    for payload in PAYLOADS:
        query = " ".join(payload.split())
        box.fill(query)
        box.press("Enter")
        page.wait_for_function("query => new URL(location).searchParams.get('q') == query", arg=query)
        page.wait_for_function("query => document.title.startsWith(query.slice(0, 80))", arg=query)
        assert page.evaluate("window.hostile") is None


def test_a_query_that_finds_nothing_is_repeated_as_it_is(page: "Page", address: str) -> None:
    payload = "<zzz onzzz=zzz>**zzz**$zzz$"
    page.goto(f"{address}/?lanes=bm25&q={quote(payload)}")
    page.get_by_role("heading", name="Nothing found").wait_for()
    assert page.locator("section.message .name").inner_text() == payload


def test_a_refused_link_shows_as_it_is(page: "Page", address: str) -> None:
    payload = "<img src=x onerror=window.hostile=1>[x](javascript:window.hostile=1)"
    page.goto(f"{address}/?collection={quote(payload)}&lanes={quote(payload)}&k={quote(payload)}")
    notice = page.locator("section.warning")
    notice.wait_for()
    assert payload in notice.inner_text()


def test_metadata_and_filters_show_as_they_are(page: "Page", address: str) -> None:
    for payload in PAYLOADS[::12]:
        where = json.dumps({"label": [payload], payload: [payload]})
        page.goto(f"{address}/?q=python&where={quote(where)}")
        line = page.locator(".conditions")
        line.wait_for()
        assert " ".join(_visible(payload).split()) in " ".join(str(line.text_content()).split())
        page.get_by_role("button", name="Filters (2)").click()
        chosen = page.get_by_role("combobox", name="label")
        chosen.click()
        page.get_by_role("option").first.wait_for()
        assert page.evaluate("window.hostile") is None
    page.goto(f"{address}/?q=python&k=20&size=20")
    page.locator("ul.metadata").nth(19).wait_for()
    tags = "[...document.querySelectorAll('ul.metadata *')].map((e) => e.localName)"
    assert set(page.evaluate(tags)) <= {"li", "bdi", "span"}


def test_other_pages_show_as_they_are(page: "Page", address: str) -> None:
    for payload in (PAYLOADS[0], PAYLOADS[8], PAYLOADS[-1]):
        text = quote(f"python {payload}")
        number = PAYLOADS.index(payload)
        for path, drawn in (
            (f"/compare?q={text}", ".columns"),
            (f"/explain?q={text}&doc=hostile-{number}&versus={quote(payload)}", "article.why-card"),
            (f"/document?collection=hostile&doc=hostile-{number}&passage=1", "mark#passage"),
        ):
            page.goto(address + path)
            page.locator(drawn).first.wait_for()
            assert page.evaluate("window.hostile") is None
            assert not page.locator(f"{drawn} :is(script, img, svg, iframe, a, form)").count()


def _visible(payload: str) -> str:
    return "".join(part if isinstance(part, str) else part.name for part in split_controls(payload))
