"""What every suite may ask for: tiny models, and real data where there is some."""

import os
from pathlib import Path

import pytest
from fixtures.browser import browser  # noqa: F401 - a fixture: one Chromium for every suite
from fixtures.page_collections import PageData, add_collection, environment, kitchen_documents
from fixtures.tiny_bundles import TinyBundles, write_tiny_bundles

from search_app.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def tiny_bundles(tmp_path_factory: pytest.TempPathFactory) -> TinyBundles:
    """Bundles of all three kinds that load in milliseconds; read-only for tests."""
    return write_tiny_bundles(tmp_path_factory.mktemp("tiny-bundles"))


@pytest.fixture(scope="session")
def page_data(tiny_bundles: TinyBundles, tmp_path_factory: pytest.TempPathFactory) -> PageData:
    """The collection "kitchen"; read-only for tests."""
    folder = tmp_path_factory.mktemp("page")
    add_collection("kitchen", kitchen_documents(), folder / "data", tiny_bundles, folder)
    return PageData(folder / "data", environment(folder / "data", tiny_bundles))


@pytest.fixture(scope="session")
def page_settings(page_data: PageData) -> Settings:
    """Settings of a service in this process that searches "kitchen"."""
    names = ("DATA_DIR", "DENSE_BUNDLE", "SPARSE_BUNDLE", "CROSS_ENCODER_BUNDLE")
    values = {name.lower(): page_data.environment[f"SEARCH_APP_{name}"] for name in names}
    return Settings(threads=1, **values)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Folder with the BEIR data sets; skips where there is none."""
    folder = Path(os.environ.get("SEARCH_APP_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no data at {folder}; name a folder of BEIR data sets in SEARCH_APP_TEST_DATA")
    return folder
