"""The running index, and a machine on which packaging clients find nothing but it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders.memory import temporary_folder
from tests.clients.server import ROOT, Server

CLIENTS = Path(os.environ.get("CLIENTS", ROOT / ".venv-clients")).absolute()
NOWHERE = "http://127.0.0.1:9"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("clients")
            # A module's servers are started by one of the suite's processes only.
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def make_folder():
    """Makes directories with short names, that everybody may enter."""
    made = []

    def make():
        folder = temporary_folder("whcl")
        folder.chmod(0o755)
        made.append(folder)
        return folder

    yield make
    for folder in made:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def make_server(make_folder):
    """Makes indexes, and stops them when the tests of a module have ended."""
    made = []

    def make(**environ):
        made.append(Server(make_folder(), **environ))
        return made[-1].start()

    yield make
    for server in made:
        server.stop()


@pytest.fixture(scope="session")
def index(make_folder):
    """An index that is told nothing; in the end nobody may have seen a traceback."""
    server = Server(make_folder()).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log_text(), server.log_text()[-8000:]


@dataclass
class Said:
    """The end of a command: its status, and its output on both streams and on one line."""

    status: int
    text: str

    @property
    def line(self):
        return " ".join(self.text.split())


class Machine:
    """A home directory, a place to work in, and clients that can reach loopback only."""

    def __init__(self, folder):
        self.folder = folder
        home = folder / "home"
        home.mkdir()
        self.environ = {
            "HOME": str(home),
            "PATH": f"{CLIENTS / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "COLUMNS": "200",
            "NO_COLOR": "1",
            "HTTP_PROXY": NOWHERE,
            "HTTPS_PROXY": NOWHERE,
            "NO_PROXY": "localhost,127.0.0.1",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_CACHE_DIR": "1",
            "PIP_NO_INPUT": "1",
            "UV_NO_CONFIG": "1",
            "UV_NO_CACHE": "1",
            "UV_PYTHON_DOWNLOADS": "never",
            "PDM_CHECK_UPDATE": "false",
            "POETRY_VIRTUALENVS_IN_PROJECT": "true",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *command, cwd=None, timeout=120, **environ):
        """Run a client, whatever it ends with."""
        answer = subprocess.run(
            [str(each) for each in command],
            env={**self.environ, **environ},
            cwd=cwd or self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )
        return Said(answer.returncode, answer.stdout.decode(errors="replace"))

    def works(self, *command, **options):
        """Run a client that must succeed."""
        said = self.run(*command, **options)
        assert said.status == 0, said.text
        return said

    def fails(self, *command, **options):
        """Run a client that must not succeed, nor break."""
        said = self.run(*command, **options)
        assert said.status != 0, said.text
        assert "Traceback" not in said.text
        return said

    def environment(self, name="env"):
        """The python of a new virtual environment without any package."""
        folder = self.folder / name
        command = [sys.executable, "-m", "venv", "--without-pip", folder]
        subprocess.run(command, check=True, timeout=120)
        return folder / "bin" / "python"

    @staticmethod
    def installed(python):
        """The versions of what is installed in an environment."""
        found = {}
        for path in python.parents[1].glob("lib/python*/site-packages/*.dist-info"):
            name, version = path.name.removesuffix(".dist-info").split("-")
            found[name] = version
        return found


@pytest.fixture
def machine(tmp_path):
    """A machine with packaging clients."""
    if not (CLIENTS / "bin" / "twine").exists():
        pytest.skip(f"no packaging clients in {CLIENTS}: `make tests` installs them")
    return Machine(tmp_path)
