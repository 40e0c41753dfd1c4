"""`docker-compose.yml` and the image, as far as they can be checked without an engine."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()


def test_qdrant_is_pinned_to_the_minor_version_of_the_client():
    match = re.fullmatch(r"qdrant/qdrant:v(\d+\.\d+)\.\d+", SERVICES["qdrant"]["image"])
    assert match
    assert version("qdrant-client").startswith(match[1] + ".")


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_bound_to_the_loopback_interface(name):
    assert SERVICES[name]["ports"]
    for port in SERVICES[name]["ports"]:
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port)


@pytest.mark.parametrize("name", SERVICES)
def test_data_is_kept_in_named_volumes(name):
    sources = {volume.split(":")[0] for volume in SERVICES[name]["volumes"]}
    assert sources
    assert sources <= set(COMPOSE["volumes"])


def test_the_api_key_is_required_and_has_no_default():
    for setting in (
        SERVICES["qdrant"]["environment"]["QDRANT__SERVICE__API_KEY"],
        SERVICES["app"]["environment"]["QDRANT_API_KEY"],
    ):
        assert re.fullmatch(r"\$\{QDRANT_API_KEY:\?[^}]+\}", setting)


def test_the_app_is_told_what_its_settings_read():
    from search_app.settings import Settings

    environment = SERVICES["app"]["environment"]
    known = {f"SEARCH_APP_{name.upper()}" for name in Settings.model_fields} | {
        "QDRANT_URL",
        "QDRANT_API_KEY",
    }
    assert set(environment) <= known
    assert environment["QDRANT_URL"].startswith("http://qdrant:6333")


def test_health_is_checked_without_curl():
    command = SERVICES["qdrant"]["healthcheck"]["test"]
    assert command[:3] == ["CMD", "bash", "-c"]
    assert "/readyz" in command[3]
    assert not re.search(r"curl|wget", command[3])
    assert not re.search(r"(?<!\$)\$(?!\$)", command[3])  # a single $ would be replaced by compose


def test_the_image_runs_as_nobody_special_and_holds_no_secret():
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim"] * 2
    assert re.search(r"^USER (?!root)\w+", DOCKERFILE, re.MULTILINE)
    assert "HEALTHCHECK" in DOCKERFILE
    assert not re.search(r"API_KEY|TOKEN|PASSWORD|^COPY \. ", DOCKERFILE, re.MULTILINE)


def test_what_the_image_copies_exists_and_reaches_the_build():
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = set()
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        copied |= set(line.split()[:-1])
    assert copied == kept
    assert all((ROOT / name).exists() for name in copied)


def test_the_example_holds_no_secret():
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == ["QDRANT_API_KEY="]
