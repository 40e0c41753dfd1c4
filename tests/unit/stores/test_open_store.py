from dataclasses import dataclass

import pytest

from search_app.errors import BadInputError, CorruptError, UnavailableError
from search_app.stores import VectorLayout, create_store, open_store


@dataclass(frozen=True)
class Location:
    kind: str
    collection: str | None = None
    layout: VectorLayout = VectorLayout()


def test_an_embedded_store_is_created_and_opened(tmp_path):
    create_store(tmp_path / "v", Location("edge"), 4).close()
    store = open_store(tmp_path / "v", Location("edge"))
    assert store.count() == 0
    store.close()
    with pytest.raises(CorruptError):
        open_store(tmp_path / "absent", Location("edge"))


@pytest.mark.parametrize("opened", [open_store, lambda *args: create_store(args[0], args[1], 4, *args[2:])])
def test_a_server_store_needs_an_address_and_a_name(tmp_path, opened):
    with pytest.raises(BadInputError, match="QDRANT_URL"):
        opened(tmp_path, Location("server", "docs"))
    with pytest.raises(BadInputError, match="name of a collection"):
        opened(tmp_path, Location("server"), "http://127.0.0.1:1")
    with pytest.raises(BadInputError, match="elsewhere"):
        opened(tmp_path, Location("elsewhere", "docs"), "http://127.0.0.1:1")
    with pytest.raises(UnavailableError, match="cannot be reached"):
        opened(tmp_path, Location("server", "docs"), "http://127.0.0.1:1")
