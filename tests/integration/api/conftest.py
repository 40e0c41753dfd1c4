import pytest
from starlette.testclient import TestClient

from search_app.api.app import make_app
from search_app.api.keys import KeyFile
from search_app.engine.service import SearchService
from search_app.settings import Settings

LOCAL = ("127.0.0.1", "localhost", "::1")


@pytest.fixture(scope="session")
def client(page_settings: Settings):
    """A server on this machine's own address, without keys."""
    app = make_app(lambda: SearchService(page_settings), hosts=LOCAL)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="session")
def keyed(page_settings: Settings, tmp_path_factory: pytest.TempPathFactory):
    """A server that wants keys, and headers by the name of a key."""
    keys = KeyFile(tmp_path_factory.mktemp("keys"))
    secrets = {
        "all": keys.add("all"),
        "code": keys.add("code", filters=["kind=code"]),
        "slow": keys.add("slow", rate=2),
        "other": keys.add("other", filters=["team=blue"]),
    }
    app = make_app(lambda: SearchService(page_settings), keys)
    with TestClient(app, base_url="http://search.example", raise_server_exceptions=False) as found:
        yield found, {name: {"Authorization": f"Bearer {secret}"} for name, secret in secrets.items()}
