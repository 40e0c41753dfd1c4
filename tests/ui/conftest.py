from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from fixtures.app_pages import forget_service
from fixtures.browser import serving
from fixtures.browser_session import strict_session
from fixtures.page_collections import PageData

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def address(page_data: PageData, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served page on the collection "kitchen", for all browser tests that only read."""
    with serving(page_data.environment, tmp_path_factory.mktemp("serve")) as found:
        yield found


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A fresh session, see `strict_session`."""
    with strict_session(browser) as page:
        yield page


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch, page_data: PageData) -> None:
    """Settings for pages in this process. All tests share one service, as all sessions of a process do."""
    for name, value in page_data.environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def set_up(pages: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Change settings for one test, with a service of its own."""

    def change(**settings: object) -> None:
        for name, value in settings.items():
            monkeypatch.setenv(f"SEARCH_APP_{name.upper()}", str(value))
        forget_service()

    yield change
    forget_service()
