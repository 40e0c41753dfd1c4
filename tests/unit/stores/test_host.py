import pytest

from search_app.errors import BadInputError, CorruptError, UnavailableError
from search_app.settings import Settings
from search_app.stores import EdgeHost, VectorLocation, choose_host
from search_app.stores.server_host import ServerHost

NOWHERE = ServerHost("http://127.0.0.1:1")


def test_the_settings_choose_the_host():
    assert isinstance(choose_host(Settings(qdrant_url=None)), EdgeHost)
    assert isinstance(choose_host(Settings(qdrant_url="http://127.0.0.1:1")), ServerHost)


@pytest.mark.parametrize("host", [EdgeHost(), NOWHERE])
def test_an_embedded_store_is_opened_by_either_host(tmp_path, host):
    location = EdgeHost().location("docs", "g1")
    EdgeHost().create(tmp_path / "v", location, 4).close()
    store = host.open(tmp_path / "v", location)
    assert store.count() == 0
    store.close()
    with pytest.raises(CorruptError):
        host.open(tmp_path / "absent", location)


@pytest.mark.parametrize("act", ["open", "create"])
def test_a_server_store_needs_an_address_and_a_name(tmp_path, act):
    def opened(host, *place):
        return getattr(host, act)(tmp_path, VectorLocation(*place), *([4] if act == "create" else []))

    with pytest.raises(BadInputError, match="QDRANT_URL"):
        opened(EdgeHost(), "server", "docs")
    with pytest.raises(BadInputError, match="name of a collection"):
        opened(NOWHERE, "server")
    with pytest.raises(BadInputError, match="elsewhere"):
        opened(NOWHERE, "elsewhere", "docs")
    with pytest.raises(UnavailableError, match="cannot be reached"):
        opened(NOWHERE, "server", "docs")
