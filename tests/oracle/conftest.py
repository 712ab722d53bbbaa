"""The installers among the readers, where they are."""

import sys
from pathlib import Path

import pytest

from tests.clients.conftest import CLIENTS
from tests.oracle.installers import UV, Pip


@pytest.fixture(scope="session")
def installers():
    """pip and uv as `make tests` installs them."""
    if not (CLIENTS / "bin" / "uv").exists():
        pytest.skip(f"no packaging clients in {CLIENTS}: `make tests` installs them")
    pip = Pip(CLIENTS / "bin" / "python")
    yield [pip, UV(CLIENTS / "bin" / "uv", Path(sys.executable))]
    pip.close()


@pytest.fixture
def tell(capsys):
    """Prints what a long run came to, seen or not."""

    def tell(text):
        with capsys.disabled():
            print(f"\n{text}")  # noqa: T201

    return tell
