"""The application alone, with which tests compare the edge."""

import pytest
from webtest import TestApp


@pytest.fixture
def alone(edge):
    """The application without the edge, over the same database."""
    return TestApp(edge.edge.gateway.application.wsgi)
