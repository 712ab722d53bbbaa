"""The container files name only commands, paths and settings that exist.

No container engine is needed: the files are read, not run.
"""

import json
import re
from pathlib import Path

import click
import pytest
import yaml

from warehouse.cli import main
from warehouse.settings import known_variables

ROOT = Path(__file__).parents[2]
OURS = ("web", "worker", "beat", "migrate")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as pairs of instruction and arguments, continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]


def check_command(words: list[str]) -> None:
    """Each word is a command, or an option of the command before it, with its value."""
    assert words[0] == "warehouse"
    context, command, rest = click.Context(main), main, words[1:]
    while isinstance(command, click.Group):
        command = command.get_command(context, rest.pop(0))
        assert command is not None, words
    command.make_context(command.name, rest)


def known_names() -> set[str]:
    return {variable.name for variable in known_variables()}


def test_the_stages_follow_from_each_other(instructions):
    stages = []
    for instruction, rest in instructions:
        if instruction == "FROM":
            source, _, name = rest.split()
            assert source in stages or ":" in source
            stages.append(name)
        if match := re.match(r"--from=(\S+)", rest):
            assert match[1] in stages
    assert stages == ["static", "base", "build", "runtime"]


def test_every_copied_path_exists(instructions):
    ignored = (ROOT / ".dockerignore").read_text().split()
    for instruction, rest in instructions:
        if instruction == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert source not in ignored
                assert (ROOT / source).exists(), source


def test_the_image_runs_unprivileged_and_has_a_health_check(instructions):
    told = dict(instructions)
    assert told["USER"] == "warehouse"
    assert "/_health/" in told["HEALTHCHECK"]
    check_command(json.loads(told["CMD"]))


def test_the_services_are_those_the_readme_promises(compose):
    assert set(compose["services"]) == {*OURS, "db", "valkey", "files", "varnish"}


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_one_of_ours(compose, name):
    check_command(compose["services"][name]["command"])


def test_every_variable_is_a_setting(compose, instructions):
    known = known_names()
    for name in OURS:
        unknown = set(compose["services"][name]["environment"]) - known
        assert not unknown
    for instruction, rest in instructions:
        if instruction == "ENV":
            names = set(re.findall(r"(\w+)=", rest))
            assert names - known <= {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def test_every_host_and_volume_is_there(compose):
    services = compose["services"]
    for name in OURS:
        values = " ".join(services[name]["environment"].values())
        hosts = re.findall(r"(?://|@)(\w+)[:/](?!/)", re.sub(r"\$\{[^}]*\}", "x", values))
        assert set(hosts) - {"warehouse"} <= set(services)
        assert set(services[name]["depends_on"]) <= set(services)
    for service in services.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (ROOT / source).is_file()


def test_varnish_is_an_option_that_only_workers_can_purge(compose):
    services = compose["services"]
    varnish = services.pop("varnish")
    assert varnish["profiles"] == ["varnish"]
    assert [name for name, each in services.items() if "profiles" in each] == []
    listening = dict(re.findall(r"(\w+)=:(\d+)", " ".join(varnish["command"])))
    assert set(listening) == {"http", "purge"}
    assert [each.split(":")[-1] for each in varnish["ports"]] == [listening["http"]]
    told = (ROOT / "docker-compose.yml").read_text()
    assert f"VARNISH_URLS=http://varnish:{listening['purge']}" in told


def test_the_vcl_asks_the_web_service(compose):
    text = (ROOT / "warehouse/cdn/varnish.vcl").read_text()
    [host] = re.findall(r'\.host = "(\w+)"', text)
    [port] = re.findall(r'\.port = "(\d+)"', text)
    assert compose["services"][host]["command"][-3] == port
