"""Loads the fixtures; they live in `tests/fixtures/`."""

LONGEST_ID = 200

pytest_plugins = [
    "tests.fixtures.postgres",
    "tests.fixtures.valkey",
    "tests.fixtures.app",
    "tests.fixtures.edge",
    "tests.fixtures.web",
    "tests.fixtures.s3",
    "tests.fixtures.failing",
    "tests.fixtures.search",
    "tests.fixtures.fastly",
    "tests.fixtures.varnish",
    "tests.fixtures.smtp",
    "tests.fixtures.webhooks",
    "tests.fixtures.oidc",
]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long value by its argument: it may be made anew in each of the processes."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_ID:
        return argname
    return None
