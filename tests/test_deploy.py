"""The images and the stack keep what deploy/README.md says of them."""

import re
from typing import Any

import pytest
import yaml

from tests.process import ROOT

STACK: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "docker-compose.prod.yml").read_text())
SERVICES = STACK["services"]
OURS = ("siteagent", "worker")
LISTED = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
DOCKERFILES = ("Dockerfile", "Dockerfile.ci")


def test_the_stack_sets_no_variable_that_nothing_reads() -> None:
    for name in OURS:
        assert set(SERVICES[name]["environment"]) - LISTED == set()


def test_every_secret_comes_from_a_file_that_git_does_not_keep() -> None:
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    for service in SERVICES.values():
        environment = service.get("environment", {})
        named = {value.rpartition("/")[2] for name, value in environment.items() if name.endswith("_FILE")}
        assert named == set(service.get("secrets", ()))
        assert named <= set(STACK["secrets"])
    assert {secret["file"] for secret in STACK["secrets"].values()} == {f"secrets/{name}" for name in STACK["secrets"]}


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_runs_with_a_root_that_it_cannot_write_and_without_privileges(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [volume.partition(":")[2] for volume in service["volumes"]] == ["/data"]
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108


def test_only_the_server_is_reachable_and_from_its_own_machine_alone() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports == ["127.0.0.1:${PORT:-8000}:8000"]


def test_every_service_has_a_health_check_and_every_image_a_version() -> None:
    assert [name for name, service in SERVICES.items() if name != "siteagent" and "healthcheck" not in service] == []
    images = [service["image"] for service in SERVICES.values() if "image" in service]
    assert all(re.search(r":v?\d+\.\d+", image) for image in images)


@pytest.mark.parametrize("name", DOCKERFILES)
def test_an_image_runs_as_nobody_in_particular_and_says_when_it_is_healthy(name: str) -> None:
    text = (ROOT / name).read_text()
    last = text.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (.*)$", text, re.MULTILINE)[-1] == "10001:10001"
    assert "HEALTHCHECK" in text
    assert "/app/deploy/entrypoint.sh" in text
    assert not re.search(r"apt-get install.*(gcc|build-essential|make)", last)
    assert "pip install" not in last


def test_no_file_of_the_deployment_names_a_registry() -> None:
    deployed = [path for path in (ROOT / "deploy").rglob("*.*") if path.is_file() and path.suffix != ".pyc"]
    files = [*(ROOT / name for name in DOCKERFILES), *deployed]
    assert [path.name for path in files if re.search(r"(?:extra-)?index-url https?://", path.read_text())] == []
