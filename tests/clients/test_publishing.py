"""uv, flit, hatch, poetry and pdm publish to a running index, each as its manual says.

Only flit builds what it publishes: the others would first install a build backend into an
environment of its own, and without a network there is none, so `build` does that here.
"""

import pytest

from tests.builders.wheels import wheel

PROJECT = """
[project]
name = "{name}"
version = "1.0"
description = "An example"
readme = "README.rst"
requires-python = ">=3.8"
classifiers = ["Programming Language :: Python :: 3"]

[build-system]
requires = []
build-backend = "{backend}"
"""


@pytest.fixture
def project(machine):
    """Writes the source tree of a project with one module."""

    def write(name, backend):
        machine.write("pyproject.toml", PROJECT.format(name=name, backend=backend))
        machine.write("README.rst", "Example\n=======\n\nSome words.\n")
        machine.write(f"{name}/__init__.py", '"""An example."""\n__version__ = "1.0"\n')
        return {f"{name}-1.0.tar.gz", f"{name}-1.0-py3-none-any.whl"}

    return write


@pytest.fixture
def pypirc(index, machine):
    """The file that tells twine and flit of our index."""
    return machine.write(
        "home/.pypirc",
        f"[distutils]\nindex-servers = ours\n\n[ours]\nrepository = {index.legacy}\n"
        f"username = __token__\npassword = {index.token}\n",
    )


def test_twine_with_a_configured_repository(index, machine, pypirc):
    file = machine.write("pu_rc-1.0-py3-none-any.whl", wheel("pu_rc"))
    machine.works("twine", "upload", "--non-interactive", "-r", "ours", file)
    assert set(index.files("pu-rc")) == {file.name}


def test_build_and_uv(index, machine, project):
    files = project("pu_uv", "hatchling.build")
    machine.works("pyproject-build", "--no-isolation")
    command = ("uv", "publish", "--publish-url", index.legacy, "--token", index.token)
    options = ("--trusted-publishing", "never", "--check-url", index.simple)
    machine.works(*command, "--trusted-publishing", "never")
    assert set(index.files("pu-uv")) == files

    assert "already exists" in machine.works(*command, *options).text
    machine.write("dist/pu_uv-1.0-py3-none-any.whl", wheel("pu_uv"))
    said = machine.fails(*command, *options)
    assert "do not match" in said.line
    said = machine.fails(*command, "--trusted-publishing", "never")
    assert "File already exists ('pu_uv-1.0-py3-none-any.whl'" in said.line


def test_uv_is_told_why_a_token_is_refused(index, machine):
    machine.write("dist/pu_bad-1.0-py3-none-any.whl", wheel("pu_bad"))
    command = ("uv", "publish", "--publish-url", index.legacy, "--token", "pypi-nonsense")
    said = machine.fails(*command, "--trusted-publishing", "never")
    assert "403" in said.text
    assert "Invalid" in said.text


def test_flit_publishes(index, machine, project, pypirc):
    files = project("pu_flit", "flit_core.buildapi")
    machine.works("flit", "publish", "--repository", "ours", "--no-use-vcs")
    assert set(index.files("pu-flit")) == files


def test_hatch_publishes_and_is_refused_other_bytes(index, machine, project):
    files = project("pu_hatch", "hatchling.build")
    machine.works("pyproject-build", "--no-isolation")
    command = ("hatch", "publish", "--no-prompt", "--repo", index.legacy)
    options = ("--user", "__token__", "--auth", index.token)
    machine.works(*command, *options)
    assert set(index.files("pu-hatch")) == files
    machine.works(*command, *options)
    machine.write("dist/pu_hatch-1.0-py3-none-any.whl", wheel("pu_hatch"))
    assert "File already exists" in machine.fails(*command, *options).line


def test_poetry_publishes_and_skips_existing_files(index, machine, project):
    files = project("pu_poetry", "poetry.core.masonry.api")
    machine.works("pyproject-build", "--no-isolation")
    machine.works("poetry", "config", "repositories.ours", index.legacy)
    machine.works("poetry", "config", "pypi-token.ours", index.token)
    machine.works("poetry", "publish", "--repository", "ours", "--no-interaction")
    assert set(index.files("pu-poetry")) == files
    command = ("poetry", "publish", "--repository", "ours", "--no-interaction")
    machine.works(*command, "--skip-existing")
    machine.write("dist/pu_poetry-1.0-py3-none-any.whl", wheel("pu_poetry"))
    assert "File already exists" in machine.fails(*command).line
    machine.works(*command, "--skip-existing")


def test_pdm_publishes_and_skips_existing_files(index, machine, project):
    files = project("pu_pdm", "flit_core.buildapi")
    machine.works("pyproject-build", "--no-isolation")
    command = ("pdm", "publish", "--no-build", "--repository", index.legacy)
    options = ("--username", "__token__", "--password", index.token)
    machine.works(*command, *options)
    assert set(index.files("pu-pdm")) == files
    machine.write("dist/pu_pdm-1.0-py3-none-any.whl", wheel("pu_pdm"))
    assert "File already exists" in machine.fails(*command, *options).line
    machine.works(*command, *options, "--skip-existing")
