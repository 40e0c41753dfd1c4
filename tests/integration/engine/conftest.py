import pytest
from fixtures.page_collections import add_collection, kitchen_documents

from search_app.engine.service import SearchService
from search_app.settings import Settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory, tiny_bundles) -> Settings:
    folder = tmp_path_factory.mktemp("engine")
    add_collection("kitchen", kitchen_documents(), folder / "data", tiny_bundles, folder)
    return Settings(
        data_dir=folder / "data",
        dense_bundle=str(tiny_bundles.dense),
        sparse_bundle=str(tiny_bundles.sparse),
        cross_encoder_bundle=str(tiny_bundles.cross_encoder),
        threads=1,
    )


@pytest.fixture(scope="session")
def service(settings):
    with SearchService(settings) as service:
        yield service
