"""pip, uv, poetry and pdm install from a running index, and from nowhere else."""

import hashlib

import pytest

from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel

# A build backend in the sdist itself, so that building needs nothing from any index.
BACKEND = """
import base64, hashlib, zipfile
NAME = "in_source-1.0"
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    files = {
        "in_source.py": "answer = 42",
        f"{NAME}.dist-info/METADATA": "Metadata-Version: 2.1\\nName: in_source\\nVersion: 1.0",
        f"{NAME}.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any",
    }
    record = "\\n".join(f"{name},," for name in [*files, f"{NAME}.dist-info/RECORD"])
    with zipfile.ZipFile(f"{wheel_directory}/{NAME}-py3-none-any.whl", "w") as archive:
        for name, text in {**files, f"{NAME}.dist-info/RECORD": record}.items():
            archive.writestr(name, text + "\\n")
    return f"{NAME}-py3-none-any.whl"
"""  # noqa: E501
BUILD = b'[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["."]\n'


def made(name, version, **headers):
    return wheel(name, version, core=metadata(name, version, **headers))


RELEASES = [
    ("in_plain", "1.0", {}),
    ("in_plain", "2.0", {}),
    ("in_plain", "3.0rc1", {}),
    ("in_yanked", "1.0", {}),
    ("in_yanked", "2.0", {}),
    ("in_python", "1.0", {"Requires_Python": ">=3.8"}),
    ("in_python", "2.0", {"Requires_Python": ">=4.20"}),
    ("in_lib", "1.0", {"Requires_Dist": ["in_plain"]}),
    ("in_lib", "2.0", {"Requires_Dist": ["in_plain>=2"]}),
    ("in_extra", "1.0", {}),
    (
        "in_app",
        "1.0",
        {
            "Requires_Dist": [
                "in-lib >=1.0",
                "in.extra ; extra == 'more'",
                "in-nowhere ; python_version < '3'",
            ],
            "Provides_Extra": ["more"],
        },
    ),
]


@pytest.fixture(scope="session")
def catalogue(index):
    """Some projects with one thing each that an installer has to understand."""
    for name, version, headers in RELEASES:
        filename = f"{name}-{version}-py3-none-any.whl"
        index.publish(filename, made(name, version, **headers), name=name, version=version)
    source = sdist("in_source", extra={"own.py": BACKEND.encode(), "pyproject.toml": BUILD})
    index.publish("in_source-1.0.tar.gz", source, name="in_source")
    publish_dynamic(index)
    index.run("projects", "yank", "in-yanked", "2.0", "--reason", "eats your files")
    return index


def publish_dynamic(index):
    """An sdist that requires something, and says so only when it has been built."""
    name, more = "in_dynamic", "Version: 1.0\\nRequires-Dist: in-plain"
    backend = BACKEND.replace("in_source", name).replace('Version: 1.0"', f'{more}"')
    core = metadata(name, metadata_version="2.2", Dynamic="Requires-Dist")
    members = {"own.py": backend.encode(), "pyproject.toml": BUILD}
    content = sdist(name, core=core, extra=members)
    index.publish(f"{name}-1.0.tar.gz", content, name=name)


@pytest.fixture(params=["pip", "uv"])
def install(catalogue, machine, request):
    """The command that installs into `python` with one of the installers."""

    def command(python, *what):
        if request.param == "pip":
            start = ("pip", "--python", python, "install", "--index-url")
        else:
            start = ("uv", "pip", "install", "--python", python, "--default-index")
        return (*start, catalogue.simple, *what)

    command.name = request.param
    return command


@pytest.fixture
def python(machine):
    """The python of an empty environment."""
    return machine.environment()


def test_the_newest_release_that_is_final(machine, install, python):
    machine.works(*install(python, "in.PLAIN"))
    assert machine.installed(python) == {"in_plain": "2.0"}
    machine.works(*install(python, "--pre", "--upgrade", "in_plain"))
    assert machine.installed(python) == {"in_plain": "3.0rc1"}
    machine.works(*install(python, "in_plain==1.0"))
    assert machine.installed(python) == {"in_plain": "1.0"}


def test_a_yanked_release_is_for_those_who_name_it(machine, install, python):
    machine.works(*install(python, "in_yanked"))
    assert machine.installed(python) == {"in_yanked": "1.0"}
    machine.fails(*install(python, "in_yanked>1.0"))
    said = machine.works(*install(python, "in_yanked==2.0"))
    assert machine.installed(python) == {"in_yanked": "2.0"}
    assert "eats your files" in said.text


def test_pythons_that_are_too_old(machine, install, python):
    machine.works(*install(python, "in_python"))
    assert machine.installed(python) == {"in_python": "1.0"}
    assert ">=4.20" in machine.fails(*install(python, "in_python==2.0")).text


def test_a_release_that_does_not_fit_is_not_downloaded(catalogue, machine, install, python):
    before = len(catalogue.asked_for())
    machine.works(*install(python, "in_lib", "in_plain<2"))
    assert machine.installed(python) == {"in_lib": "1.0", "in_plain": "1.0"}
    asked = [path.rpartition("/")[2] for path in catalogue.asked_for(before)]
    rejected = "in_lib-2.0-py3-none-any.whl"
    assert f"{rejected}.metadata" in asked
    assert rejected not in asked
    assert "in_lib-1.0-py3-none-any.whl" in asked


def test_dependencies_and_extras(machine, install, python):
    machine.works(*install(python, "in-app"))
    expected = {"in_app": "1.0", "in_lib": "2.0", "in_plain": "2.0"}
    assert machine.installed(python) == expected
    machine.works(*install(python, "in-app[more]"))
    assert machine.installed(python) == {**expected, "in_extra": "1.0"}


def test_hashes_are_required_and_checked(machine, install, python):
    digest = hashlib.sha256(made("in_plain", "1.0")).hexdigest()
    good = machine.write("good.txt", f"in_plain==1.0 --hash=sha256:{digest}\n")
    bad = machine.write("bad.txt", f"in_plain==1.0 --hash=sha256:{'0' * 64}\n")
    said = machine.fails(*install(python, "--require-hashes", "-r", bad))
    assert digest in said.text
    machine.works(*install(python, "--require-hashes", "-r", good))
    assert machine.installed(python) == {"in_plain": "1.0"}


def test_a_source_distribution_is_built(machine, install, python):
    machine.works(*install(python, "in-source"))
    machine.works(python, "-c", "import in_source; assert in_source.answer == 42")


def test_dependencies_known_only_after_building_are_installed(machine, install, python):
    machine.works(*install(python, "in-dynamic"))
    assert machine.installed(python) == {"in_dynamic": "1.0", "in_plain": "2.0"}


def test_a_project_that_is_not_there(machine, install, python):
    said = machine.fails(*install(python, "in-nowhere"))
    assert "in-nowhere" in said.text


PROJECT = """
[project]
name = "consumer"
version = "1.0"
requires-python = ">=3.11,<4"
dependencies = []

[[tool.{tool}.source]]
name = "{name}"
url = "{url}"
"""


def test_poetry_adds_locks_and_installs(catalogue, machine):
    text = PROJECT.format(tool="poetry", name="ours", url=catalogue.simple)
    machine.write("pyproject.toml", text + "[tool.poetry]\npackage-mode = false\n")
    machine.works("poetry", "add", "--no-interaction", "in-app[more]", "in-yanked")
    lock = (machine.folder / "poetry.lock").read_text()
    digest = hashlib.sha256(made("in_plain", "2.0")).hexdigest()
    assert digest in lock
    expected = {"in_app": "1.0", "in_lib": "2.0", "in_plain": "2.0", "in_extra": "1.0"}
    python = machine.folder / ".venv" / "bin" / "python"
    assert machine.installed(python).items() >= {**expected, "in_yanked": "1.0"}.items()
    machine.works("rm", "-r", ".venv")
    machine.works("poetry", "install", "--no-interaction")
    assert machine.installed(python).items() >= {**expected, "in_yanked": "1.0"}.items()


def test_pdm_adds_locks_and_installs(catalogue, machine):
    text = PROJECT.format(tool="pdm", name="pypi", url=catalogue.simple)
    machine.write("pyproject.toml", text)
    python = machine.environment(".venv")
    machine.works("pdm", "add", "--no-self", "in-app[more]", "in-yanked")
    lock = (machine.folder / "pdm.lock").read_text()
    assert hashlib.sha256(made("in_plain", "2.0")).hexdigest() in lock
    expected = {"in_app": "1.0", "in_lib": "2.0", "in_plain": "2.0", "in_extra": "1.0"}
    assert machine.installed(python) == {**expected, "in_yanked": "1.0"}
    machine.works("rm", "-r", ".venv")
    python = machine.environment(".venv")
    machine.works("pdm", "install", "--no-self", "--frozen-lockfile")
    assert machine.installed(python) == {**expected, "in_yanked": "1.0"}
