"""What a user's environment says about the server, taken as it was meant."""

import pytest

from search_app.settings import read_settings
from search_app.stores import EdgeHost, choose_host
from search_app.stores.server_host import ServerHost


@pytest.mark.parametrize("empty", ["", " ", "\n"])
def test_an_empty_address_or_key_is_as_if_unset(monkeypatch, empty):
    monkeypatch.setenv("QDRANT_URL", empty)
    monkeypatch.setenv("QDRANT_API_KEY", empty)
    settings = read_settings()
    assert (settings.qdrant_url, settings.server_key) == (None, None)
    assert isinstance(choose_host(settings), EdgeHost)


def test_line_ends_of_secret_files_are_no_part_of_a_key_or_an_address(monkeypatch):
    monkeypatch.setenv("QDRANT_URL", "http://127.0.0.1:6333\n")
    monkeypatch.setenv("QDRANT_API_KEY", "secret\r\n")
    settings = read_settings()
    assert (settings.qdrant_url, settings.server_key) == ("http://127.0.0.1:6333", "secret")
    assert isinstance(choose_host(settings), ServerHost)
