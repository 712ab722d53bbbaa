"""`make coverage` measures every domain, and every line of it."""

import configparser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KERNEL = {"email", "purges", "tasks"}


@pytest.fixture(scope="module")
def config() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    return parser


def test_every_package_with_tables_is_measured(config):
    """A domain has models; those in `KERNEL` are no domains."""
    with_models = {
        path.relative_to(ROOT).parts[1]
        for path in (ROOT / "warehouse").glob("*/models*")
        if path.suffix in {"", ".py"}
    }
    measured = {each.removeprefix("warehouse.") for each in words(config, "run", "source")}
    assert with_models - KERNEL <= measured


def words(config: configparser.ConfigParser, section: str, option: str) -> list[str]:
    return config[f"coverage:{section}"][option].split()


def test_measured_packages_exist(config):
    for package in words(config, "run", "source"):
        assert (ROOT / package.replace(".", "/") / "__init__.py").exists(), package
    for path in words(config, "run", "omit"):
        # Processes that tests start elsewhere read the same pattern.
        assert path.startswith("*/")
        assert (ROOT / path.removeprefix("*/")).exists(), path


def test_every_line_has_to_be_run(config):
    assert config["coverage:report"]["fail_under"] == "100"
