"""Programs of the owner and of others."""

import pytest

from tests.functional.api.management.asking import program
from tests.functional.manage.conftest import bob, browser, eggs, grace

__all__ = ["bob", "browser", "eggs", "grace"]


@pytest.fixture
def owner(client, eggs, grace):
    """A program of the owner that manages."""
    return program(client, grace)
