"""Answers stored by clients never hide a release that has been published since."""

import pytest

from tests.builders.wheels import metadata, wheel

WITH_A_CACHE = ("env", "-u", "UV_NO_CACHE", "-u", "PIP_NO_CACHE_DIR")
LOOKS = {
    "uv": ("uv", "pip", "compile", "--no-header", "wanted.in", "--default-index"),
    "pip": (
        *("pip", "download", "--no-deps", "--trusted-host", "localhost"),
        *("-r", "wanted.in", "--index-url"),
    ),
}


@pytest.mark.parametrize("client", LOOKS)
def test_a_client_with_a_cache_sees_what_was_just_published(index, machine, client):
    name = f"in_cache_{client}"
    machine.write("wanted.in", name.replace("_", "-"))
    for version in ("1.0", "2.0", "3.0"):
        made = wheel(name, version, core=metadata(name, version))
        filename = f"{name}-{version}-py3-none-any.whl"
        index.publish(filename, made, name=name, version=version)
        seen = machine.works(
            *WITH_A_CACHE,
            *LOOKS[client],
            index.simple,
            UV_CACHE_DIR=str(machine.folder / "uv-cache"),
            PIP_CACHE_DIR=str(machine.folder / "pip-cache"),
        )
        assert version in seen.text
    cache = machine.folder / f"{client}-cache"
    assert any(each.is_file() for each in cache.rglob("*"))
