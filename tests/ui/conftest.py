from collections.abc import Callable, Iterator

import pytest
from fixtures.app_pages import forget_service
from fixtures.page_collections import PageData, add_collection, environment, kitchen_documents
from fixtures.tiny_bundles import TinyBundles


@pytest.fixture(scope="session")
def page_data(tiny_bundles: TinyBundles, tmp_path_factory: pytest.TempPathFactory) -> PageData:
    """The collection "kitchen"; read-only for tests."""
    folder = tmp_path_factory.mktemp("page")
    add_collection("kitchen", kitchen_documents(), folder / "data", tiny_bundles, folder)
    return PageData(folder / "data", environment(folder / "data", tiny_bundles))


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
