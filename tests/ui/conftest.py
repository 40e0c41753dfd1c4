import pytest
from fixtures.page_collections import PageData, add_collection, environment, kitchen_documents
from fixtures.tiny_bundles import TinyBundles


@pytest.fixture(scope="session")
def page_data(tiny_bundles: TinyBundles, tmp_path_factory: pytest.TempPathFactory) -> PageData:
    """The collection "kitchen"; read-only for tests."""
    folder = tmp_path_factory.mktemp("page")
    add_collection("kitchen", kitchen_documents(), folder / "data", tiny_bundles, folder)
    return PageData(folder / "data", environment(folder / "data", tiny_bundles))
